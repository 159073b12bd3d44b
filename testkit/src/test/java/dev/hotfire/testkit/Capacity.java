// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much one fake broker takes: the question is whether it is ever the bottleneck of a test. Sends messages of 1 KiB over
 * TCP from a plain socket, in batches and one by one, with everything on that a test has: the checks of a broker, the journal,
 * the log. Prints, for each kind, messages a second of the broker's CPU time, which doesn't depend on what else this machine
 * does: the slowest, the middle and the fastest of {@value #ROUNDS} rounds, and the heap afterwards, which the retention bounds.
 *
 * <p>A program, not a test, because its figures are the machine's. How to run it is in {@code docs/fake-cluster.md}.
 */
public final class Capacity {
    private static final int BODY_BYTES = 1_024;
    /** More than the log keeps of them, so that it is always full. */
    private static final int DISTINCT_MESSAGES = 65_536;
    /** So much may be unanswered that the broker never waits for the client. */
    private static final int WINDOW_MESSAGES = 2_048;

    /** Counted, not timed: on a busy machine the compiler comes late, too. */
    private static final int WARM_UP_MESSAGES = 800_000;

    private static final int ROUNDS = 5;
    private static final int MESSAGES_OF_A_ROUND = 300_000;
    private static final String LOOP_THREADS = "hotfire-loop";

    private Capacity() {}

    /**
     * Measures and prints.
     *
     * @param args how many messages a request has, for each measurement; 32, 8 and 1 unless said otherwise
     */
    public static void main(String[] args) throws IOException {
        for (String perRequest : args.length == 0 ? new String[] {"32", "8", "1"} : args) {
            measure(Integer.parseInt(perRequest));
        }
    }

    private static void measure(int perRequest) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        for (int first = 0; first < DISTINCT_MESSAGES; first += perRequest) {
            requests.add(request(first, perRequest));
        }
        try (TcpWorld world = TcpWorld.create(1);
                FakeCluster cluster =
                        FakeCluster.builder().world(world).topic("orders", 4).start()) {
            Address broker = cluster.master("broker-a").address();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
                socket.setTcpNoDelay(true);
                run(socket, requests, perRequest, WARM_UP_MESSAGES);
                long[] rates = new long[ROUNDS];
                long began = System.nanoTime();
                long sent = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    long cpuBefore = loopNanos();
                    long messages = run(socket, requests, perRequest, MESSAGES_OF_A_ROUND);
                    rates[round] = messages * 1_000_000_000L / (loopNanos() - cpuBefore);
                    sent += messages;
                }
                long elapsed = System.nanoTime() - began;
                Arrays.sort(rates);
                System.out.printf(
                        Locale.ROOT,
                        "%2d a request: %,d messages a second of the broker's CPU (%,d to %,d);"
                                + " %,.0f a second of this run; heap %d MiB%n",
                        perRequest,
                        rates[ROUNDS / 2],
                        rates[0],
                        rates[ROUNDS - 1],
                        sent * 1e9 / elapsed,
                        heapMebibytes());
            }
        }
    }

    private static byte[] request(int first, int count) {
        List<BatchBody.Element> elements = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            elements.add(new BatchBody.Element(0, new byte[BODY_BYTES], properties(i)));
        }
        boolean batch = count > 1;
        String properties = batch ? "" : MessageProperties.encode(properties(first));
        SendRequestHeader header = new SendRequestHeader(
                "pg",
                "orders",
                "TBW102",
                4,
                first % 4,
                0,
                1_700_000_000_000L,
                0,
                properties,
                0,
                false,
                null,
                batch,
                "broker-a");
        int code = batch ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        Frame frame = header.writeTo(Frame.request(code))
                .opaque(first)
                .body(batch ? BatchBody.encode(elements) : new byte[BODY_BYTES])
                .build();
        ByteBuf out = Unpooled.buffer();
        FrameCodec.encode(frame, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static Map<String, String> properties(int number) {
        return Map.of(
                PropertyNames.UNIQ_KEY,
                String.format(Locale.ROOT, "7F0000010001266C6F8F1B2C%08X", number),
                PropertyNames.WAIT,
                "true");
    }

    /** Sends so many messages, or a few more, never more than a window ahead of the answers; returns how many. */
    private static long run(Socket socket, List<byte[]> requests, int perRequest, int messages) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 256 * 1024);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        int window = Math.max(1, WINDOW_MESSAGES / perRequest);
        long sent = 0;
        long answered = 0;
        while (sent * perRequest < messages) {
            while (sent - answered < window) {
                out.write(requests.get((int) (sent % requests.size())));
                sent++;
            }
            out.flush();
            for (int i = 0; i < window / 2; i++) {
                skipAnswer(in);
                answered++;
            }
        }
        while (answered < sent) {
            skipAnswer(in);
            answered++;
        }
        return answered * perRequest;
    }

    private static void skipAnswer(DataInputStream in) throws IOException {
        int length = in.readInt();
        in.skipNBytes(length);
    }

    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(LOOP_THREADS)) {
                nanos += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos;
    }

    private static long heapMebibytes() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }
}
