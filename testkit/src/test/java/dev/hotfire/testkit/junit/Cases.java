// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import static dev.hotfire.fake.server.RequestPattern.sends;
import static dev.hotfire.testkit.verify.Times.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.RawProducer;
import dev.hotfire.testkit.verify.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@link FakeRocketMQTest} runs. */
final class Cases {
    /** The clusters that cases had, to see what became of them. */
    static final Queue<FakeCluster> SEEN = new ConcurrentLinkedQueue<>();

    private Cases() {}

    @OnlyInside
    @FakeRocketMQ(
            brokers = {"broker-a", "broker-b"},
            nameServers = 2,
            slaves = 1,
            topics = {"orders:8", "bills"})
    static class OnAClass {
        @NameServerAddress
        String addressOfField;

        @BeforeEach
        void takes(FakeCluster cluster) {
            assertThat(cluster.journal().received()).isZero();
        }

        @Test
        void getsAllOfIt(
                FakeCluster cluster,
                @NameServerAddress String address,
                FaultRules rules,
                Journal journal,
                Verification verification) {
            SEEN.add(cluster);
            assertThat(cluster.brokers()).hasSize(4);
            assertThat(cluster.nameServers()).hasSize(2);
            assertThat(cluster.master("broker-b").topics().get("orders").writeQueueNums())
                    .isEqualTo(8);
            assertThat(cluster.master("broker-b").topics().get("bills").writeQueueNums())
                    .isEqualTo(4);
            assertThat(address).isEqualTo(cluster.nameServerAddresses()).isEqualTo(addressOfField);
            assertThat(rules).isSameAs(cluster.rules());
            assertThat(journal).isSameAs(cluster.journal());
            assertThat(verification).isSameAs(cluster.verification());
        }

        @Test
        void getsItsOwn(FakeCluster cluster) {
            SEEN.add(cluster);
        }

        @Nested
        class Within {
            @Test
            void getsOneToo(FakeCluster cluster) {
                SEEN.add(cluster);
                assertThat(cluster.masters()).hasSize(2);
            }
        }
    }

    @OnlyInside
    static class OnFieldsAndParameters {
        @FakeRocketMQ(brokers = "field")
        FakeCluster cluster;

        @NameServerAddress
        String address;

        @Test
        void differ(@FakeRocketMQ(brokers = "parameter") FakeCluster other, Journal journal) {
            SEEN.add(cluster);
            SEEN.add(other);
            assertThat(cluster.master("field").brokerName()).isEqualTo("field");
            assertThat(other.master("parameter").brokerName()).isEqualTo("parameter");
            assertThat(address).isEqualTo(cluster.nameServerAddresses());
            assertThat(journal).isSameAs(cluster.journal());
        }
    }

    @OnlyInside
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedByAField {
        @FakeRocketMQ(topics = "orders")
        static FakeCluster cluster;

        @NameServerAddress
        static String address;

        @BeforeAll
        static void begin(FakeCluster same) {
            assertThat(same).isSameAs(cluster);
            assertThat(address).isEqualTo(cluster.nameServerAddresses());
        }

        @Test
        void armsAndUses() {
            SEEN.add(cluster);
            assertThat(cluster.rules().armed()).isEmpty();
            assertThat(cluster.journal().entries()).isEmpty();
            cluster.arm(FaultRule.onSends().answer(2));
            try (RawProducer producer = new RawProducer(cluster, "broker-a")) {
                producer.call("orders", "k", "body");
            }
        }

        @Test
        void armsAndUsesToo() {
            armsAndUses();
        }
    }

    @OnlyInside
    @FakeRocketMQ(topics = "orders")
    static class NeverFired {
        @Test
        void armedInVain(FakeCluster cluster) {
            SEEN.add(cluster);
            cluster.arm(FaultRule.when(sends().to("broker-b").withKey("4711"))
                    .named("mine")
                    .silent());
            cluster.arm(FaultRule.onSends().optional().nth(9).silent());
            try (RawProducer producer = new RawProducer(cluster, "broker-a")) {
                producer.call("orders", "4711", "body");
            }
        }

        @Test
        void failedAnyway(FakeCluster cluster) {
            cluster.arm(FaultRule.onSends().silent());
            throw new IllegalStateException("the test's own failure");
        }

        @Test
        void optional(FakeCluster cluster) {
            cluster.arm(FaultRule.onSends().optional().silent());
        }
    }

    @OnlyInside
    @FakeRocketMQ(requireFired = false)
    static class NotRequired {
        @Test
        void armedInVain(FakeCluster cluster) {
            cluster.arm(FaultRule.onSends().silent());
        }
    }

    @OnlyInside
    static class UnderFaults {
        @UnderEachFault(
                value = {"{answer: SYSTEM_BUSY}", "store-then-close", "{server: broker-a, nth: 1, fault: answer-twice}"
                },
                from = More.class)
        void isStoredAtLeastOnce(@FakeRocketMQ(topics = "orders") FakeCluster cluster, FaultRule rule) {
            assertThat(cluster.rules().armed()).singleElement().satisfies(armed -> assertThat(armed.rule())
                    .isEqualTo(rule));
            for (int attempt = 0; attempt < 2; attempt++) {
                try (RawProducer producer = new RawProducer(cluster, "broker-a")) {
                    producer.send("orders", "k", "body");
                    cluster.await(times(attempt + 1), sends());
                }
            }
            assertThat(cluster.messages("orders")).isNotEmpty();
        }

        static final class More implements Supplier<List<FaultRule>> {
            @Override
            public List<FaultRule> get() {
                return List.of(FaultRule.onSends().once().named("from code").closeBefore());
            }
        }
    }

    @OnlyInside
    @FakeRocketMQ(topics = "orders")
    static class UnderAFaultThatNeverComes {
        @UnderEachFault({"silent"})
        void sendsNothing(FakeCluster cluster) {
            assertThat(cluster.rules().armed()).hasSize(1);
        }

        @UnderEachFault({"{topik: orders, fault: silent}"})
        void isMistyped(FakeCluster cluster) {
            throw new AssertionError("must not run: " + cluster);
        }
    }

    @OnlyInside
    @Execution(ExecutionMode.CONCURRENT)
    @FakeRocketMQ(topics = "orders", configuredBy = Parallel.Small.class)
    static class Parallel {
        static final CountDownLatch TOGETHER = new CountDownLatch(2);

        @Test
        void first(FakeCluster cluster) throws InterruptedException {
            SEEN.add(cluster);
            cluster.arm(FaultRule.onSends().once().answer(2));
            TOGETHER.countDown();
            assertThat(TOGETHER.await(20, TimeUnit.SECONDS)).isTrue();
            try (RawProducer producer = new RawProducer(cluster, "broker-a")) {
                producer.call("orders", "k", "body");
            }
            cluster.verify(times(1), sends());
        }

        @Test
        void second(FakeCluster cluster) throws InterruptedException {
            first(cluster);
        }

        static final class Small implements UnaryOperator<FakeCluster.Builder> {
            @Override
            public FakeCluster.Builder apply(FakeCluster.Builder builder) {
                return builder.brokerExpiry(Duration.ofSeconds(1));
            }
        }
    }

    @OnlyInside
    @FakeRocketMQ(topics = "orders:none")
    static class BadTopic {
        @Test
        void never() {}
    }

    @OnlyInside
    static class NoCluster {
        @Test
        void never(@NameServerAddress String address) {
            throw new AssertionError("must not run: " + address);
        }
    }
}
