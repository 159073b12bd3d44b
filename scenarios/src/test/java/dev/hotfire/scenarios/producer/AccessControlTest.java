// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signed requests, against servers that check every signature. */
class AccessControlTest {
    private static final AclCredentials ALICE = new AclCredentials("alice", "alices-secret", "alices-token");
    private static final AclCredentials IMPOSTOR = new AclCredentials("alice", "a-guess", null);

    private static Bench admitting(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .admit(new AclCredentials("alice", "alices-secret", null)),
                settings);
    }

    private static void assertAllSigned(List<JournalEntry> requests) {
        assertThat(requests)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(AclSignature.verify(entry.request(), ALICE.secretKey()))
                        .as("signature of " + entry)
                        .isTrue())
                .allSatisfy(entry -> assertThat(entry.request().field(AclSignature.SECURITY_TOKEN))
                        .as("token of " + entry)
                        .isEqualTo("alices-token"));
    }

    /** B-ACL-01, B-ACL-04: name servers, heartbeats, batches, one-way sends and the leave are signed like any send. */
    @Test
    @Tag("B-ACL-01")
    @Tag("B-ACL-04")
    void everyRequestIsSigned() {
        Bench bench = admitting(settings -> settings.credentials(ALICE));
        try (bench) {
            bench.await(bench.send("one"));
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[] {2})));
            bench.await(bench.producer.sendBatchAsync(
                    List.of(Message.of("orders", new byte[] {3}), Message.of("orders", new byte[] {4}))));
            bench.await(bench.producer.sendAsync(Message.of("orders", new byte[64 << 10])));
            bench.world.runFor(Bench.ONE_WAY.multipliedBy(5));
            assertThat(bench.cluster.stored("orders")).hasSize(5);
        }
        assertThat(bench.cluster.journal().entries().stream().map(JournalEntry::code))
                .contains(
                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                        RequestCode.HEART_BEAT,
                        RequestCode.SEND_MESSAGE_V2,
                        RequestCode.SEND_BATCH_MESSAGE,
                        RequestCode.UNREGISTER_CLIENT);
        assertAllSigned(bench.cluster.journal().entries());
    }

    /** B-ACL-01: each attempt names its own queue and time, and so has a signature of its own. */
    @Test
    @Tag("B-ACL-01")
    void everyAttemptIsSignedAnew() {
        try (Bench bench = admitting(settings -> settings.credentials(ALICE))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendResult result = bench.await(bench.send("again"));
            assertThat(result.attempts()).isEqualTo(2);
            assertAllSigned(bench.sends());
            assertThat(bench.sends().stream().map(entry -> entry.request().field(AclSignature.SIGNATURE)))
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }
    }

    /**
     * B-HOOK-09. The official client adds its zone fields after it has signed, and servers refuse the request. What all
     * requests carry is covered by the signature here.
     */
    @Test
    @Tag("B-HOOK-09")
    @Tag("B-ACL-01")
    void fieldsThatAllRequestsCarryAreSignedToo() {
        try (Bench bench = admitting(settings -> settings.credentials(ALICE).namespace(Namespace.fields("tenant")))) {
            bench.await(bench.send("one"));
            assertAllSigned(bench.cluster.journal().entries());
            assertThat(bench.cluster.journal().entries())
                    .allSatisfy(entry -> assertThat(entry.request().extFields())
                            .containsEntry("nsd", "true")
                            .containsEntry("ns", "tenant"));
        }
    }

    /** B-ACL-03: code 16 is retried on the other broker, and is what the send fails with in the end. */
    @Test
    @Tag("B-ACL-03")
    void aBrokerThatDoesNotKnowTheKeyRefusesWithoutStoring() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2),
                settings -> settings.credentials(IMPOSTOR))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().answer(ResponseCode.NO_PERMISSION, "check signature failed."));
            SendRefusedException failure = bench.awaitFailure(bench.send("guess"), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.NO_PERMISSION);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(bench.sends().stream().map(JournalEntry::server)).contains("broker-a", "broker-b");
            assertThat(bench.cluster.stored("orders")).isEmpty();
        }
    }

    /** B-ACL-04: without the right key not even a route is told, and no broker hears of the message. */
    @Test
    @Tag("B-ACL-04")
    void theWrongKeyGetsNoRoute() {
        try (Bench bench = admitting(settings -> settings.credentials(IMPOSTOR))) {
            SendRefusedException failure = bench.awaitFailure(bench.send("guess"), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.NO_PERMISSION);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(failure).hasMessageContaining("check signature failed");
            assertThat(failure.elapsed())
                    .as("no waiting for a better answer")
                    .isLessThan(Bench.ONE_WAY.multipliedBy(10));
            assertThat(bench.sends()).isEmpty();
        }
    }

    @Test
    void anUnsignedRequestIsRefusedByServersThatCheck() {
        try (Bench bench = admitting(settings -> settings)) {
            SendException failure = bench.awaitFailure(bench.send("who am I"), SendException.class);
            assertThat(failure).hasMessageContaining("check signature failed");
            assertThat(failure.elapsed())
                    .as("no waiting for a better answer")
                    .isLessThan(Bench.ONE_WAY.multipliedBy(10));
        }
    }

    /** Whoever names a broker in place of a name server is told at once, and not that there was no time. */
    @Test
    void aBrokerThatIsAskedForARouteSaysThatItIsNone() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .answer(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "request type 105 not supported"));
            SendException failure = bench.awaitFailure(bench.send("lost"), SendException.class);
            assertThat(failure).hasMessageContaining("answered 3: request type 105 not supported");
            assertThat(failure.elapsed()).isLessThan(Bench.ONE_WAY.multipliedBy(10));
        }
    }

    /** One server that refuses does not hide what another one knows. */
    @Test
    void aRefusalOfOneNameServerIsNoneOfTheOther() {
        try (Bench bench = new Bench(
                builder -> builder.nameServers(2).brokers("broker-a").topic("orders", 2), settings -> settings)) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .first(1)
                            .answer(ResponseCode.NO_PERMISSION, "not here"));
            assertThat(bench.await(bench.send("found")).attempts()).isEqualTo(1);
        }
    }

    /** A topic whose route is known is sent to, though its name servers have stopped telling. */
    @Test
    void aRefusalTakesNoRouteAway() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("before"));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .answer(ResponseCode.NO_PERMISSION, "not any more"));
            bench.world.runFor(Duration.ofMinutes(2));
            bench.await(bench.send("after"));
        }
    }

    @Test
    void aConfigurationDoesNotPrintItsSecrets() {
        ProducerConfig config = ProducerConfig.builder("pg")
                .nameServers("127.0.0.1:9876")
                .credentials(ALICE)
                .build();
        assertThat(config.toString()).contains("alice").doesNotContain("alices-secret", "alices-token");
    }
}
