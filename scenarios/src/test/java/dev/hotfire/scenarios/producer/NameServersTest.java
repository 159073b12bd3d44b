// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.NameServerDiscovery;
import dev.hotfire.producer.NoNameServerException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked for routes, in which order, and where the list comes from. */
class NameServersTest {
    private static FakeCluster.Builder threeServers(FakeCluster.Builder cluster) {
        cluster.nameServers(3).brokers("broker-a");
        for (int i = 0; i < 10; i++) {
            cluster.topic("t" + i, 1);
        }
        return cluster;
    }

    private static CompletableFuture<SendResult> send(Bench bench, String topic) {
        return bench.producer.sendAsync(Message.of(topic, new byte[] {1}));
    }

    private static List<String> asked(Bench bench) {
        return bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC).stream()
                .map(JournalEntry::server)
                .toList();
    }

    @Test
    @Tag("B-NAMESRV-02")
    void theOneThatAnswersIsAskedAgain() {
        try (Bench bench = new Bench(NameServersTest::threeServers, settings -> settings)) {
            for (int i = 0; i < 10; i++) {
                bench.await(send(bench, "t" + i));
            }
            assertThat(asked(bench)).hasSize(10);
            assertThat(asked(bench).stream().distinct()).hasSize(1);
        }
    }

    /** The hazard: the request fails when the newly chosen server can't be reached, and only the next one moves on. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("B-NAMESRV-03")
    void oneServerThatLivesIsEnough(int alive) {
        try (Bench bench = new Bench(NameServersTest::threeServers, settings -> settings)) {
            for (int i = 0; i < 3; i++) {
                if (i != alive) {
                    bench.await(bench.cluster.nameServer(i).server().crashAsync());
                }
            }
            long before = bench.machine.clock().nanoTime();
            bench.await(send(bench, "t0"));
            assertThat(bench.machine.clock().nanoTime() - before).isLessThan(50_000_000L);
        }
    }

    /**
     * The hazard of rank 5: the official client asks one server, for 3 s, whatever the caller's timeout. Two servers that say
     * nothing leave time for the third even in a send of 700 ms.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("B-NAMESRV-03")
    @Tag("B-ROUTE-06")
    void allServersAreAskedWithinAShortTimeout(int alive) {
        try (Bench bench =
                new Bench(NameServersTest::threeServers, settings -> settings.sendTimeout(Duration.ofMillis(700)))) {
            for (int i = 0; i < 3; i++) {
                if (i != alive) {
                    bench.cluster.nameServer(i).server().powerOff();
                }
            }
            bench.await(send(bench, "t0"));
        }
    }

    /** A slow server is not given up for being slow: if it is the only one that knows, its answer counts. */
    @Test
    @Tag("B-NAMESRV-03")
    void aSlowAnswerIsBetterThanNone() {
        try (Bench bench = new Bench(
                builder -> builder.nameServers(2).brokers("broker-a").topic("orders", 1), settings -> settings)) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .server("namesrv-1")
                            .delay(Duration.ofMillis(900)));
            bench.await(bench.cluster.nameServer(1).server().crashAsync());
            long before = bench.machine.clock().nanoTime();
            bench.await(bench.send("x"));
            assertThat(bench.machine.clock().nanoTime() - before).isBetween(900_000_000L, 1_000_000_000L);
        }
    }

    /** B-NAMESRV-04: no server is tried before there is something to ask. */
    @Test
    @Tag("B-NAMESRV-04")
    void nobodyIsConnectedToWithoutAQuestion() {
        try (Bench bench = new Bench(NameServersTest::threeServers, settings -> settings)) {
            bench.world.runFor(Duration.ofMinutes(5));
            bench.cluster
                    .nameServers()
                    .forEach(server -> assertThat(server.server().connections()).isEmpty());
        }
    }

    /** A fleet that starts together does not meet at the server that stands first in the list. */
    @Test
    @Tag("B-NAMESRV-01")
    void producersSpreadOverTheServers() {
        try (Bench bench = new Bench(NameServersTest::threeServers, settings -> settings)) {
            for (int i = 0; i < 12; i++) {
                SimulatedMachine machine = bench.world.machine("fleet-" + i);
                Producer producer = Hotfire.start(
                        ProducerConfig.builder("fleet")
                                .nameServers(bench.cluster.nameServerAddresses())
                                .build(),
                        machine);
                bench.await(producer.sendAsync(Message.of("t0", new byte[] {1})));
                bench.await(producer.closeAsync());
            }
            assertThat(asked(bench).stream().distinct()).hasSize(3);
        }
    }

    /**
     * One of the machines behind the name accepts no connection, one has nobody who listens; each has its share of the time
     * of one look-up, which nobody repeats, as no send waits for it.
     */
    @Test
    @Tag("B-NAMESRV-03")
    void aNameLeadsToAllOfItsAddresses() {
        try (Bench bench = new Bench(builder -> builder.brokers("broker-a").topic("orders", 1), settings -> {
            String real = settings.build().nameServers().get(0).toString();
            return settings.nameServers("namesrv.example" + real.substring(real.lastIndexOf(':')))
                    .topics(List.of("orders"));
        })) {
            SimulatedMachine silent = bench.world.machine("silent");
            silent.reachable(false);
            SimulatedMachine empty = bench.world.machine("nobody listens");
            String good = bench.cluster.nameServer(0).address().host();
            bench.world.name("namesrv.example", silent.host(), empty.host(), good);
            bench.world.runFor(Duration.ofMillis(1_100));
            assertThat(asked(bench)).hasSize(1);
            assertThat(bench.await(bench.send("x")).attempts()).isEqualTo(1);
        }
    }

    @Test
    @Tag("B-NAMESRV-01")
    void theListCanBeReplacedWhileTheProducerRuns() {
        try (Bench bench = new Bench(NameServersTest::threeServers, settings -> settings)) {
            bench.await(send(bench, "t0"));
            Address third = bench.cluster.nameServer(2).address();
            bench.producer.reconfigure(bench.producer.config().toBuilder()
                    .nameServers(third.toString())
                    .build());
            bench.world.settle();
            bench.cluster.journal().clear();
            bench.await(send(bench, "t1"));
            bench.world.runFor(Duration.ofMinutes(2));
            assertThat(asked(bench)).isNotEmpty().containsOnly("namesrv-3");
            assertThat(bench.cluster.nameServer(0).server().connections()).isEmpty();
            assertThat(bench.cluster.nameServer(1).server().connections()).isEmpty();
        }
    }

    /** Whoever names servers has the last word over what was discovered. */
    @Test
    @Tag("B-NAMESRV-05")
    void addressesThatAreGivenEndTheDiscovery() {
        AtomicReference<String> addresses = new AtomicReference<>("");
        try (Bench bench = discovering(addresses::get)) {
            Address first = bench.cluster.nameServer(0).address();
            addresses.set(first.toString());
            bench.await(bench.send("x"));
            bench.producer.reconfigure(bench.producer.config().toBuilder()
                    .nameServers(bench.cluster.nameServer(1).address().toString())
                    .build());
            bench.world.settle();
            bench.cluster.journal().clear();
            bench.world.runFor(Duration.ofMinutes(5));
            assertThat(asked(bench)).isNotEmpty().containsOnly("namesrv-2");
        }
    }

    // ---- discovery ----

    private static Bench discovering(NameServerDiscovery discovery) {
        return discovering(settings -> settings.nameServerDiscovery(discovery));
    }

    private static Bench discovering(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.nameServers(2).brokers("broker-a").topic("orders", 1),
                given -> settings.apply(ProducerConfig.builder("pg-orders")
                        .observer(given.nameServerDiscovery(() -> "").build().observer())));
    }

    /** Before any look-up, and at once: there is nobody to look anything up at (hazard of B-ROUTE-04). */
    @Test
    @Tag("B-ROUTE-04")
    void withoutANameServerASendFailsAtOnce() {
        try (Bench bench = discovering(() -> "")) {
            bench.world.runFor(Duration.ofMillis(1));
            long before = bench.machine.clock().nanoTime();
            NoNameServerException failure = bench.awaitFailure(bench.send("x"), NoNameServerException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isZero();
            assertThat(failure).hasMessageContaining("no name server address");
            assertThat(failure.attempts()).isEmpty();
            assertThat(asked(bench)).isEmpty();
        }
    }

    /** The first send may come before the first answer, which it waits for. */
    @Test
    @Tag("B-NAMESRV-05")
    void aSendWaitsForTheDiscovery() {
        AtomicReference<String> addresses = new AtomicReference<>("");
        try (Bench bench = discovering(addresses::get)) {
            addresses.set(bench.cluster.nameServerAddresses());
            bench.await(bench.send("x"));
        }
    }

    @Test
    @Tag("B-NAMESRV-05")
    @Tag("B-NAMESRV-01")
    void theListIsReadAgainAndReplaced() {
        AtomicReference<String> addresses = new AtomicReference<>("");
        try (Bench bench = discovering(addresses::get)) {
            Address first = bench.cluster.nameServer(0).address();
            Address second = bench.cluster.nameServer(1).address();
            addresses.set(first.toString());
            bench.await(bench.send("x"));
            assertThat(asked(bench)).containsOnly("namesrv-1");

            addresses.set(second.toString());
            bench.world.runFor(Duration.ofMinutes(4));
            assertThat(bench.cluster.nameServer(0).server().connections()).isEmpty();
            assertThat(bench.cluster.nameServer(1).server().connections()).hasSize(1);
        }
    }

    /** What fails, or is no list, leaves the last one in place. */
    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "!"})
    @Tag("B-NAMESRV-01")
    void aFailedDiscoveryKeepsTheList(String later) {
        AtomicReference<String> addresses = new AtomicReference<>("");
        try (Bench bench = discovering(() -> {
            if (addresses.get().equals("!")) {
                throw new IllegalStateException("no idea");
            }
            return addresses.get();
        })) {
            addresses.set(bench.cluster.nameServerAddresses());
            bench.await(bench.send("x"));
            addresses.set(later);
            bench.world.runFor(Duration.ofMinutes(5));
            int before = asked(bench).size();
            bench.world.runFor(Duration.ofMinutes(1));
            assertThat(asked(bench)).hasSizeGreaterThan(before);
            bench.await(bench.send("y"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "length", "chunked"})
    @Tag("B-NAMESRV-05")
    void anAddressServerIsAskedOverHttp(String form) {
        AddressServer server = new AddressServer();
        try (Bench bench = discovering(settings ->
                settings.nameServerUrl("http://10.0.0.99:8080/rocketmq/nsaddr").unitName("north"))) {
            SimulatedMachine machine = server.start(bench);
            bench.world.name("10.0.0.99", machine.host());
            server.answer = HttpForms.of(form, bench.cluster.nameServerAddresses() + "\nand more");
            bench.world.runFor(Duration.ofSeconds(20));
            bench.await(bench.send("x"));
            assertThat(server.requests.get(0))
                    .startsWith("GET /rocketmq/nsaddr-north?nofix=1 HTTP/1.0\r\n")
                    .contains("\r\nHost: 10.0.0.99:8080\r\n");
            int before = server.requests.size();
            bench.world.runFor(Duration.ofMinutes(6));
            assertThat(server.requests).as("every two minutes").hasSize(before + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "garbage", "short", "silent"})
    @Tag("B-NAMESRV-05")
    void anAddressServerThatIsOfNoUseIsAskedAgain(String form) {
        AddressServer server = new AddressServer();
        try (Bench bench = discovering(settings -> settings.nameServerUrl("http://10.0.0.99:8080/rocketmq/nsaddr"))) {
            SimulatedMachine machine = server.start(bench);
            bench.world.name("10.0.0.99", machine.host());
            server.answer = HttpForms.of(form, bench.cluster.nameServerAddresses());
            bench.world.runFor(Duration.ofSeconds(15));
            bench.awaitFailure(bench.send("x"), NoNameServerException.class);
            server.answer = HttpForms.of("plain", bench.cluster.nameServerAddresses());
            bench.world.runFor(Duration.ofSeconds(15));
            bench.await(bench.send("y"));
        }
    }

    /** Closing does not wait for an address server, and leaves no connection to one. */
    @Test
    @Tag("B-NAMESRV-05")
    void closingEndsTheDiscovery() {
        AddressServer server = new AddressServer();
        Bench bench = discovering(settings -> settings.nameServerUrl("http://10.0.0.99:8080/rocketmq/nsaddr"));
        try (bench) {
            bench.world.name("10.0.0.99", server.start(bench).host());
            bench.world.runFor(Duration.ofSeconds(11));
            assertThat(server.requests).hasSize(1);
        }
        assertThat(bench.machine.openChannels()).isZero();
    }

    private static final class HttpForms {
        static String of(String form, String body) {
            return switch (form) {
                case "plain" -> "HTTP/1.0 200 OK\r\n\r\n" + body;
                case "length" -> "HTTP/1.1 200 OK\r\ncontent-LENGTH: " + body.length() + "\r\n\r\n" + body + "xx";
                case "chunked" ->
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + body.substring(0, 5) + "\r\n"
                            + Integer.toHexString(body.length() - 5) + ";x=y\r\n" + body.substring(5) + "\r\n0\r\n\r\n";
                case "error" -> "HTTP/1.1 404 Not Found\r\n\r\n" + body;
                case "garbage" -> "SSH-2.0\r\n\r\n";
                case "short" -> "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + body;
                default -> "";
            };
        }
    }

    /** Answers each request with one text and closes; with an empty one it does neither. */
    private static final class AddressServer {
        final List<String> requests = new ArrayList<>();
        String answer = "";

        SimulatedMachine start(Bench bench) {
            SimulatedMachine machine = bench.world.machine("address server");
            Channel listening = machine.listen(8080, new Answering()).channel();
            bench.world.settle();
            assertThat(listening.isActive()).isTrue();
            return machine;
        }

        @ChannelHandler.Sharable
        private final class Answering extends SimpleChannelInboundHandler<ByteBuf> {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                requests.add(bytes.toString(StandardCharsets.UTF_8));
                if (!answer.isEmpty()) {
                    ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8))
                            .addListener(done -> ctx.close());
                }
            }
        }
    }
}
