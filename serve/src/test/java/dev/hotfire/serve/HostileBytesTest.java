// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.RequestCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What port scanners, mistaken clients and worse send, to each kind of port: it ends their connection, and costs nobody else
 * anything. A producer that was connected before sends on over the same connections.
 */
final class HostileBytesTest {
    private static FakeCluster cluster;
    private static AdminServer admin;
    private static Producer producer;

    @BeforeAll
    static void start() throws Exception {
        cluster = FakeCluster.builder().topic("orders", 4).start();
        admin = AdminServer.start(cluster);
        producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .build());
        send();
    }

    @AfterAll
    static void close() {
        producer.close();
        admin.close();
        cluster.close();
    }

    private static void send() throws Exception {
        producer.send(Message.of("orders", "hello".getBytes(UTF_8)));
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[10_000];
        new Random(seed).nextBytes(bytes);
        // A length that is announced and never comes would only wait.
        bytes[0] = (byte) 0xFF;
        return bytes;
    }

    private static byte[] frame(int length, int headerLength, int bytes) {
        return ByteBuffer.allocate(8 + bytes)
                .putInt(length)
                .putInt(headerLength)
                .array();
    }

    private static Map<String, byte[]> hostile() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        all.put("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8));
        all.put("TLS", clientHello());
        all.put("SSH", "SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
        all.put("RDP", new byte[] {3, 0, 0, 19, 14, (byte) 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0});
        all.put("2 GB announced", frame(Integer.MAX_VALUE, 100, 0));
        all.put("less than nothing announced", frame(-1, 0, 0));
        all.put("nothing announced", frame(0, 0, 0));
        all.put("a header longer than its frame", frame(100, 1_000_000, 0));
        all.put("a header that is no JSON", frame(24, 20, 20));
        all.put("a binary header cut short", frame(24, 0x01000014, 20));
        all.put("random", random(1));
        all.put("random again", random(2));
        return all;
    }

    private static byte[] clientHello() {
        byte[] hello = new byte[517];
        System.arraycopy(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3}, 0, hello, 0, 11);
        return hello;
    }

    static Stream<Arguments> toServers() {
        List<Arguments> all = new ArrayList<>();
        for (String server : List.of("namesrv-1", "broker-a")) {
            hostile().forEach((name, bytes) -> all.add(Arguments.of(server, name, bytes)));
        }
        return all.stream();
    }

    private static FakeNode node(String name) {
        return name.startsWith("namesrv") ? cluster.nameServer(0) : cluster.broker(name);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("toServers")
    void whatIsNoFrameEndsItsConnectionAndNoOther(String server, String name, byte[] bytes) throws Exception {
        FakeNode node = node(server);
        int connections = producerConnections(node);
        long malformed = node.server().malformedFrames();
        long received = cluster.journal().of(server).size();
        try (RawSocket socket = new RawSocket(node.address().port())) {
            socket.write(bytes);
            assertThat(socket.readAll()).as("an answer to " + name).isEmpty();
        }
        assertThat(node.server().malformedFrames()).isEqualTo(malformed + 1);
        assertThat(cluster.journal().of(server)).hasSize((int) received);
        send();
        assertThat(producerConnections(node)).isEqualTo(connections);
    }

    /** Those of the producer: whoever was sent away may not have left the list yet. */
    private static int producerConnections(FakeNode node) {
        return (int) node.connections().stream()
                .filter(connection -> connection.id() == 1)
                .count();
    }

    /** Only what arrived takes memory: a hundred who announce 16 MiB, the most that is allowed, and send nothing of it. */
    @Test
    void whatIsOnlyAnnouncedTakesNoMemory() throws Exception {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawSocket socket =
                        new RawSocket(cluster.broker("broker-a").address().port());
                sockets.add(socket);
                socket.write(frame(16 * 1024 * 1024 - 4, 100, 0));
            }
            // 1.6 GB would not fit into the heap of these tests, nor into Netty's share.
            send();
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            assertThat(used).isLessThan(600L * 1024 * 1024);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Who leaves in the middle of a frame, wherever that is, leaves nothing behind. */
    @ParameterizedTest
    @ValueSource(strings = {"namesrv-1", "broker-a"})
    void whoLeavesInTheMiddleOfAFrameLeavesNothing(String server) throws Exception {
        FakeNode node = node(server);
        ByteBuf frame = FrameCodec.encode(
                Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                        .field("topic", "orders")
                        .build(),
                UnpooledByteBufAllocator.DEFAULT);
        byte[] whole = ByteBufUtil.getBytes(frame);
        frame.release();
        long malformed = node.server().malformedFrames();
        int received = cluster.journal().of(server).size();
        for (int length = 0; length < whole.length; length++) {
            try (RawSocket socket = new RawSocket(node.address().port())) {
                socket.write(Arrays.copyOf(whole, length));
                socket.endOutput();
                assertThat(socket.readAll()).as("an answer to %s bytes", length).isEmpty();
            }
        }
        assertThat(cluster.journal().of(server)).hasSize(received);
        assertThat(node.server().malformedFrames()).isEqualTo(malformed);
        send();
    }

    /** A scanner that comes again and again, to every kind of port, and is sent away each time. */
    @Test
    void tenThousandStrangersOneAfterTheOtherAreAllSentAway() throws Exception {
        int[] ports = {
            cluster.nameServer(0).address().port(),
            cluster.broker("broker-a").address().port(),
            admin.port()
        };
        for (int i = 0; i < 10_000; i++) {
            try (RawSocket socket = new RawSocket(ports[i % ports.length])) {
                if (i % 2 == 0) {
                    socket.write(new byte[] {-1, -1, -1, -1});
                }
            }
        }
        send();
        assertThat(new Http(admin.url()).get("/health").status()).isEqualTo(200);
    }

    /** Frames around noise: whatever a handler makes of it, it answers or refuses, and the server lives. */
    @Test
    void noiseInsideOfFramesIsAnsweredOrRefused() throws Exception {
        Random random = new Random(3);
        int[] codes = {
            10, 11, 12, 14, 15, 17, 33, 34, 35, 36, 37, 38, 41, 42, 46, 105, 310, 320, 325, 361, 370, 400, 401
        };
        for (int i = 0; i < 1_000; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            Frame.Builder request = Frame.request(codes[random.nextInt(codes.length)]);
            for (int field = random.nextInt(12); field > 0; field--) {
                request.field(String.valueOf((char) ('a' + random.nextInt(14))), random.nextInt(20) - 5);
            }
            Frame sent = request.body(body).build();
            // Who leaves without a word about whom leaves nothing, and is told so.
            boolean leaves = sent.code() == RequestCode.UNREGISTER_CLIENT
                    && sent.extFields().isEmpty();
            ByteBuf frame = FrameCodec.encode(sent, UnpooledByteBufAllocator.DEFAULT);
            FakeNode node = node(random.nextBoolean() ? "namesrv-1" : "broker-a");
            try (RawSocket socket = new RawSocket(node.address().port())) {
                socket.write(ByteBufUtil.getBytes(frame));
                byte[] length = socket.read(4);
                String answer = new String(socket.read(ByteBuffer.wrap(length).getInt()), ISO_8859_1);
                if (!leaves) {
                    assertThat(answer).as("an answer to %s", sent).doesNotContain("\"code\":0,");
                }
            } finally {
                frame.release();
            }
        }
        send();
    }

    static Stream<Arguments> toTheAdminPort() {
        Map<String, byte[]> all = hostile();
        all.remove("HTTP");
        all.put("a line without an end", "GET /".concat("x".repeat(100_000)).getBytes(UTF_8));
        all.put("a header without an end", ("GET / HTTP/1.1\r\nA: " + "x".repeat(100_000)).getBytes(UTF_8));
        all.put("a length that is no number", "POST /rules HTTP/1.1\r\nContent-Length: many\r\n\r\n".getBytes(UTF_8));
        all.put(
                "two lengths",
                "POST /rules HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".getBytes(UTF_8));
        all.put(
                "2 GB of body announced",
                "POST /rules HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483647\r\n\r\n".getBytes(UTF_8));
        return all.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("toTheAdminPort")
    void whatIsNoHttpIsSentAwayFromTheAdminPort(String name, byte[] bytes) throws IOException {
        try (RawSocket socket = new RawSocket(admin.port())) {
            try {
                socket.write(bytes);
                // Ends a line that never ended by itself, for which a server would wait half a minute.
                socket.write("\r\n\r\n");
                socket.endOutput();
            } catch (IOException e) {
                // Sent away already.
            }
            assertThat(socket.readAll()).as("an answer to " + name).matches("(?s)|HTTP/1\\.1 4(00|13) .*");
        }
        assertThat(new Http(admin.url()).get("/health").status()).isEqualTo(200);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (RawSocket socket = new RawSocket(admin.port())) {
            String head = " HTTP/1.1\r\nHost: localhost\r\n";
            socket.write("GET /health" + head + "\r\nGET /brokers/nobody" + head + "\r\nGET /health" + head
                    + "Connection: close\r\n\r\n");
            String all = socket.readAll();
            assertThat(all.split("HTTP/1\\.1 ", -1))
                    .satisfiesExactly(
                            before -> assertThat(before).isEmpty(),
                            first -> assertThat(first).startsWith("200 "),
                            second -> assertThat(second).startsWith("404 "),
                            third -> assertThat(third).startsWith("200 "));
        }
    }

    /** Too many at once are turned away, and room is there again when some have gone. */
    @Test
    void connectionsAreBounded() throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            String request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (int i = 0; i < 140; i++) {
                RawSocket socket = new RawSocket(admin.port());
                sockets.add(socket);
                try {
                    socket.write(request);
                } catch (IOException e) {
                    // Turned away already.
                }
            }
            int served = 0;
            for (RawSocket socket : sockets) {
                try {
                    served += socket.read(12).length == 12 ? 1 : 0;
                } catch (IOException e) {
                    // Turned away.
                }
            }
            assertThat(served).isBetween(100, 128);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void eventStreamsAreBounded() throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                RawSocket socket = new RawSocket(admin.port());
                sockets.add(socket);
                socket.write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(new String(socket.read(15), UTF_8)).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(new Http(admin.url()).get("/events").status()).isEqualTo(503);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
