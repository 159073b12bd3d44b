// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.wire.frame.FrameReader;
import dev.hotfire.wire.frame.RequestCode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The cheapest broker that clients accept, and the name server that leads to it: one loop, one port, canned answers of
 * realistic size with JSON headers, which is what real servers send by default. It checks nothing and keeps nothing, so that
 * what a benchmark measures is the client.
 *
 * <p>A process of its own, {@code CannedBroker [QUEUES [BROKERS [silent]]]}: prints {@code ready HOST:PORT}, and ends with its
 * standard input. Several brokers have a port each, and share the queues of every topic; a silent one answers no sends.
 */
public final class CannedBroker {
    private static final int OPAQUE_OFFSET = 4 + 2 + 1 + 2;
    private static final int FLAG_OFFSET = OPAQUE_OFFSET + 4;
    private static final int ONEWAY_BIT = 2;
    private static final int JSON = 0;

    /** Where the fields of a binary header begin if there is no remark: behind the flag and both lengths. */
    private static final int FIELDS_OFFSET = FLAG_OFFSET + 4 + 4 + 4;

    private static final int MOST_DIGITS = 11;

    private CannedBroker() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int queues = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        int brokers = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        boolean silent = args.length > 2 && args[2].equals("silent");
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Answers answers = new Answers(silent);
        ServerBootstrap servers = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Reader(answers));
                    }
                });
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            InetSocketAddress address = (InetSocketAddress) servers.bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel()
                    .localAddress();
            addresses.add(address.getAddress().getHostAddress() + ":" + address.getPort());
        }
        answers.route(addresses, queues);
        System.out.println("ready " + addresses.get(0));
        while (System.in.read() >= 0) {
            // What comes says nothing; only the end does.
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /** The answers, made once. Only the opaque, and the offset of a stored message, are filled in. */
    private static final class Answers {
        private static final String SEND_FIELDS = "\",\"TRACE_ON\":\"true\",\"MSG_REGION\":\"DefaultRegion\","
                + "\"msgId\":\"7F00000100002A9F00000000000B3C51\",\"queueOffset\":\"1234567\"";
        private static final String BEFORE_OPAQUE = "{\"code\":0,%s\"flag\":1,\"language\":\"JAVA\",\"opaque\":";
        private static final String AFTER_OPAQUE = ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":479}";

        private final byte[] sendHead;
        private final byte[] afterQueueId;
        private final byte[] plainHead = BEFORE_OPAQUE.formatted("").getBytes(UTF_8);
        private final byte[] end = AFTER_OPAQUE.getBytes(UTF_8);
        private final boolean silent;
        private byte[] route = {};

        Answers(boolean silent) {
            this.silent = silent;
            String[] parts = BEFORE_OPAQUE
                    .formatted("\"extFields\":{\"queueId\":\"#" + SEND_FIELDS + "},")
                    .split("#", -1);
            this.sendHead = parts[0].getBytes(UTF_8);
            this.afterQueueId = parts[1].getBytes(UTF_8);
        }

        void route(List<String> addresses, int queues) {
            List<String> brokers = new ArrayList<>();
            List<String> shares = new ArrayList<>();
            for (int i = 0; i < addresses.size(); i++) {
                String name = "canned" + (i == 0 ? "" : "-" + i);
                int share = queues / addresses.size() + (i < queues % addresses.size() ? 1 : 0);
                brokers.add("{\"brokerAddrs\":{0:\"" + addresses.get(i) + "\"},\"brokerName\":\"" + name
                        + "\",\"cluster\":\"canned\"}");
                shares.add("{\"brokerName\":\"" + name + "\",\"perm\":6,\"readQueueNums\":" + share
                        + ",\"topicSysFlag\":0,\"writeQueueNums\":" + share + "}");
            }
            route = ("{\"brokerDatas\":[" + String.join(",", brokers) + "],\"filterServerTable\":{},\"queueDatas\":["
                            + String.join(",", shares) + "]}")
                    .getBytes(UTF_8);
        }

        /** Whether a request is answered at all. */
        boolean isAnswered(int code, int flag) {
            return (flag & ONEWAY_BIT) == 0 && !(silent && isSend(code));
        }

        private static boolean isSend(int code) {
            return code == RequestCode.SEND_MESSAGE_V2
                    || code == RequestCode.SEND_MESSAGE
                    || code == RequestCode.SEND_BATCH_MESSAGE;
        }

        /** @param queueId that a send asked for, which is where it is stored */
        ByteBuf to(ChannelHandlerContext ctx, int code, int opaque, int queueId) {
            boolean send = isSend(code);
            byte[] head = send ? sendHead : plainHead;
            byte[] body = code == RequestCode.GET_ROUTEINFO_BY_TOPIC ? route : new byte[0];
            ByteBuf out = ctx.alloc()
                    .buffer(8 + head.length + afterQueueId.length + 2 * MOST_DIGITS + end.length + body.length);
            out.writeLong(0);
            out.writeBytes(head);
            if (send) {
                writeDecimal(out, queueId);
                out.writeBytes(afterQueueId);
            }
            writeDecimal(out, opaque);
            out.writeBytes(end);
            int headerBytes = out.readableBytes() - 8;
            out.writeBytes(body);
            out.setInt(0, out.readableBytes() - 4);
            out.setInt(4, JSON << 24 | headerBytes);
            return out;
        }

        private static void writeDecimal(ByteBuf out, int value) {
            if (value < 0) {
                out.writeCharSequence(Integer.toString(value), UTF_8);
                return;
            }
            int digits = 1;
            for (int rest = value; rest >= 10; rest /= 10) {
                digits++;
            }
            int first = out.writerIndex();
            out.writeZero(digits);
            for (int i = digits - 1, rest = value; i >= 0; i--, rest /= 10) {
                out.setByte(first + i, '0' + rest % 10);
            }
        }
    }

    /** Reads just enough of a request to answer it: binary headers in place, JSON ones by a scan. */
    private static final class Reader extends FrameReader {
        private final Answers answers;

        Reader(Answers answers) {
            this.answers = answers;
        }

        @Override
        protected void onFrame(ChannelHandlerContext ctx, ByteBuf in, int index, int length) {
            int code;
            int opaque;
            int flag;
            int queueId;
            if (in.getByte(index) == JSON) {
                int headerBytes = in.getInt(index) & 0xFFFFFF;
                code = number(in, index + 4, headerBytes, "\"code\":");
                opaque = number(in, index + 4, headerBytes, "\"opaque\":");
                flag = number(in, index + 4, headerBytes, "\"flag\":");
                queueId = number(in, index + 4, headerBytes, "\"e\":\"");
            } else {
                code = in.getShort(index + 4);
                opaque = in.getInt(index + OPAQUE_OFFSET);
                flag = in.getInt(index + FLAG_OFFSET);
                queueId = Answers.isSend(code)
                        ? queueId(in, index + FIELDS_OFFSET, index + 4 + (in.getInt(index) & 0xFFFFFF))
                        : 0;
            }
            if (answers.isAnswered(code, flag)) {
                ctx.write(answers.to(ctx, code, opaque, queueId), ctx.voidPromise());
            }
        }

        /** The value of field e of a send; 0 if there is none. */
        private static int queueId(ByteBuf in, int from, int end) {
            int at = from;
            while (at < end) {
                int nameBytes = in.getShort(at);
                boolean found = nameBytes == 1 && in.getByte(at + 2) == 'e';
                int valueAt = at + 2 + nameBytes + 4;
                int valueBytes = in.getInt(valueAt - 4);
                if (found) {
                    int value = 0;
                    for (int i = 0; i < valueBytes; i++) {
                        value = 10 * value + in.getByte(valueAt + i) - '0';
                    }
                    return value;
                }
                at = valueAt + valueBytes;
            }
            return 0;
        }

        /** The number after the first occurrence of the name. Names of ext fields are no matter: theirs are quoted. */
        private static int number(ByteBuf in, int from, int bytes, String name) {
            String header = in.toString(from, bytes, ISO_8859_1);
            int at = header.indexOf(name);
            if (at < 0) {
                return 0;
            }
            int end = at + name.length();
            while (end < header.length() && (Character.isDigit(header.charAt(end)) || header.charAt(end) == '-')) {
                end++;
            }
            return Integer.parseInt(header.substring(at + name.length(), end));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            super.channelReadComplete(ctx);
            ctx.flush();
        }
    }
}
