// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants that share a cluster: what brokers are told, and what the user of the producer sees. */
class NamespaceTest {
    private static final Namespace TENANT = Namespace.prefix("tenant");

    private static Bench bench(Namespace namespace) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .topic("tenant%orders", 2)
                        .topic("RMQ_SYS_TRACE_TOPIC", 1),
                settings -> settings.namespace(namespace));
    }

    /** B-NS-01, B-NS-02: group and topic carry the prefix on the wire, on each attempt; the result does not. */
    @Test
    @Tag("B-NS-01")
    @Tag("B-NS-02")
    void brokersSeeThePrefixAndTheUserDoesNot() {
        Bench bench = bench(TENANT);
        try (bench) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            Message message = Message.of("orders", new byte[] {1});
            SendResult result = bench.await(bench.producer.sendAsync(message));
            assertThat(result.queue().topic()).isEqualTo("orders");
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(message.topic()).isEqualTo("orders");
            assertThat(message.property(PropertyNames.INSTANCE_ID)).isNull();
            assertThat(bench.sends()).hasSize(2).allSatisfy(entry -> {
                SendRequestHeader header = SendRequestHeader.from(entry.request());
                assertThat(header.topic()).isEqualTo("tenant%orders");
                assertThat(header.producerGroup()).isEqualTo("tenant%pg-orders");
            });
            assertThat(bench.cluster.stored("orders")).isEmpty();
            StoredMessage stored = bench.cluster.stored("tenant%orders").get(0);
            assertThat(stored.properties()).containsEntry(PropertyNames.INSTANCE_ID, "tenant");
        }
        assertThat(bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                .extracting(entry -> entry.request().field("topic"))
                .containsOnly("tenant%orders");
        assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(
                                HeartbeatData.decode(entry.request().body()).producerGroups())
                        .containsExactly("tenant%pg-orders"));
        assertThat(bench.cluster.journal().requests(RequestCode.UNREGISTER_CLIENT))
                .extracting(entry -> entry.request().field("producerGroup"))
                .containsOnly("tenant%pg-orders");
    }

    /** B-NS-05. */
    @Test
    @Tag("B-NS-05")
    void systemTopicsStayAsTheyAre() {
        try (Bench bench = bench(TENANT)) {
            SendResult result =
                    bench.await(bench.producer.sendAsync(Message.of("RMQ_SYS_TRACE_TOPIC", new byte[] {1})));
            assertThat(result.queue().topic()).isEqualTo("RMQ_SYS_TRACE_TOPIC");
            assertThat(bench.cluster.stored("RMQ_SYS_TRACE_TOPIC")).hasSize(1);
        }
    }

    /** B-NS-05: a topic that does not exist is made from the template, which has no prefix; the new one has. */
    @Test
    @Tag("B-NS-05")
    void aTopicThatTheBrokerMakesIsTheTenants() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").autoCreateTopics(true),
                settings -> settings.namespace(TENANT))) {
            SendResult result = bench.await(bench.producer.sendAsync(Message.of("fresh", new byte[] {1})));
            assertThat(result.queue().topic()).isEqualTo("fresh");
            assertThat(bench.cluster.stored("tenant%fresh")).hasSize(1);
        }
    }

    /** A name that has the prefix already means the same topic, and gets no second one (W-18.2). */
    @Test
    @Tag("B-NS-01")
    void aTopicNamedWithItsPrefixIsTheSameTopic() {
        try (Bench bench = bench(TENANT)) {
            SendResult plain = bench.await(bench.producer.sendAsync(Message.of("orders", new byte[] {1})));
            MessageQueue queue = new MessageQueue(
                    "tenant%orders", plain.queue().brokerName(), plain.queue().queueId());
            SendResult prefixed =
                    bench.await(bench.producer.sendAsync(Message.of("tenant%orders", new byte[] {2}), queue));
            assertThat(prefixed.queue()).isEqualTo(plain.queue());
            assertThat(bench.cluster.stored("tenant%orders")).hasSize(2);
            assertThat(bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                    .hasSize(1);
        }
    }

    /**
     * B-BATCH-07, B-BATCH-08. The official client forgets the prefix of a batch's queue, and refuses it as one of another
     * topic. A batch and a chosen queue bear a namespace like anything else here.
     */
    @Test
    void batchesAndChosenQueuesBearANamespace() {
        try (Bench bench = bench(TENANT)) {
            SendResult batch = bench.await(bench.producer.sendBatchAsync(
                    List.of(Message.of("orders", new byte[] {1}), Message.of("tenant%orders", new byte[] {2}))));
            assertThat(batch.queue().topic()).isEqualTo("orders");
            SendResult fixed =
                    bench.await(bench.producer.sendAsync(Message.of("orders", new byte[] {3}), batch.queue()));
            assertThat(fixed.queue()).isEqualTo(batch.queue());
            assertThat(bench.cluster.stored("tenant%orders")).hasSize(3);
            JournalEntry sent = bench.cluster
                    .journal()
                    .requests(RequestCode.SEND_BATCH_MESSAGE)
                    .get(0);
            assertThat(SendRequestHeader.from(sent.request()).properties())
                    .contains(PropertyNames.INSTANCE_ID + "\u0001tenant\u0002");
        }
    }

    /** B-NS-04. The official client adds INSTANCE_ID for a namespace of no characters, which is none. */
    @Test
    @Tag("B-NS-04")
    void anEmptyNamespaceIsNone() {
        try (Bench bench = bench(Namespace.prefix(""))) {
            bench.await(bench.send("one"));
            assertThat(bench.cluster.stored("orders").get(0).properties()).doesNotContainKey(PropertyNames.INSTANCE_ID);
        }
    }

    /** B-NS-06, W-18.2: two ext fields on every request, of any code and to any server; names stay as they are. */
    @Test
    @Tag("B-NS-06")
    void versionTwoIsToldInFieldsOfEveryRequest() {
        Bench bench = bench(Namespace.fields("tenant"));
        try (bench) {
            bench.await(bench.send("one"));
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[] {2})));
            bench.world.runFor(Bench.ONE_WAY.multipliedBy(5));
            assertThat(bench.cluster.stored("orders")).hasSize(2).allSatisfy(stored -> assertThat(stored.properties())
                    .doesNotContainKey(PropertyNames.INSTANCE_ID));
        }
        assertThat(bench.cluster.journal().entries().stream().map(JournalEntry::code))
                .contains(
                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                        RequestCode.HEART_BEAT,
                        RequestCode.SEND_MESSAGE_V2,
                        RequestCode.UNREGISTER_CLIENT);
        assertThat(bench.cluster.journal().entries())
                .allSatisfy(entry -> assertThat(entry.request().extFields())
                        .containsEntry("nsd", "true")
                        .containsEntry("ns", "tenant"));
    }

    /** B-NS-02: a group that has the prefix already gets no second one. */
    @Test
    @Tag("B-NS-02")
    void aGroupIsNotPrefixedTwice() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("tenant%orders", 2),
                settings -> ProducerConfig.builder("tenant%pg-orders")
                        .nameServers(String.join(
                                ";",
                                settings.build().nameServers().stream()
                                        .map(Object::toString)
                                        .toList()))
                        .observer(settings.build().observer())
                        .namespace(TENANT))) {
            bench.await(bench.send("one"));
            assertThat(SendRequestHeader.from(bench.sends().get(0).request()).producerGroup())
                    .isEqualTo("tenant%pg-orders");
        }
    }

    /** B-NS-03. */
    @Test
    @Tag("B-NS-03")
    void anInstanceAddressTellsTheNamespaceUnlessOneIsSet() {
        ProducerConfig.Builder builder =
                ProducerConfig.builder("pg").nameServers("http://MQ_INST_123_abc.mq.example.com:80");
        assertThat(builder.build().namespace()).isEqualTo(Namespace.prefix("MQ_INST_123_abc"));
        assertThat(builder.build().nameServers()).first().hasToString("MQ_INST_123_abc.mq.example.com:80");
        assertThat(builder.namespace(Namespace.NONE).build().namespace()).isEqualTo(Namespace.NONE);
        assertThat(ProducerConfig.builder("pg")
                        .nameServers("127.0.0.1:9876")
                        .build()
                        .namespace())
                .isEqualTo(Namespace.NONE);
    }

    /** B-VALID-02: the check sees the name with its prefix. */
    @Test
    void thePrefixCountsForTheLengthOfAName() {
        try (Bench bench = bench(TENANT)) {
            String longest = "t".repeat(127 - "tenant%".length());
            assertThatThrownBy(() -> bench.producer.sendAsync(Message.of(longest + "t", new byte[] {1})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tenant%" + longest);
        }
        assertThatThrownBy(() -> ProducerConfig.builder("g".repeat(120))
                        .nameServers("127.0.0.1:9876")
                        .namespace(TENANT)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What the user is told of a failure names the topic as the user does. */
    @Test
    void failuresNameTheTopicAsItsUserDoes() {
        try (Bench bench = bench(TENANT)) {
            bench.cluster.rules().add(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
            SendRefusedException failure = bench.awaitFailure(bench.send("one"), SendRefusedException.class);
            assertThat(failure.topic()).isEqualTo("orders");
            assertThat(failure.attempts().get(0).queue().topic()).isEqualTo("orders");
        }
    }
}
