// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.rehearsal;

import static dev.hotfire.fake.server.RequestPattern.sends;
import static dev.hotfire.testkit.verify.Times.atLeast;
import static dev.hotfire.testkit.verify.Times.once;
import static dev.hotfire.testkit.verify.Times.times;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.common.message.Message;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.ParkedRequest;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.junit.FakeRocketMQ;
import dev.hotfire.testkit.junit.NameServerAddress;
import dev.hotfire.testkit.junit.UnderEachFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/fake-cluster.md shows, between the marks; {@link FakeClusterPageTest} holds that the page shows it so. */
// snippet: class
@FakeRocketMQ(
        brokers = {"broker-a", "broker-b"},
        topics = "orders:4")
class RehearsalTest {
    private final DefaultMQProducer producer = new DefaultMQProducer("pg-orders");

    @BeforeEach
    void start(@NameServerAddress String nameServer) throws Exception {
        producer.setNamesrvAddr(nameServer);
        producer.start();
    }
    // end

    @AfterEach
    void end() {
        producer.shutdown();
    }

    private static Message order(String key) {
        return new Message("orders", "tag", key, "an order".getBytes(UTF_8));
    }

    // snippet: first
    @Test
    void aBusyBrokerIsSurvived(FakeCluster cluster) throws Exception {
        cluster.arm(FaultRule.onSends().once().answer(2));
        producer.send(order("4711"));
        assertThat(cluster.messages("orders")).hasSize(1);
    }
    // end

    // snippet: duplicate
    @Test
    void aLostAnswerMakesADuplicate(FakeCluster cluster) throws Exception {
        cluster.arm(FaultRule.onSends().once().storeThenClose());
        producer.send(order("4711"));
        assertThat(cluster.ledger().duplicated()).isEqualTo(1);
        assertThat(cluster.ledger().lost()).isZero();
    }
    // end

    // snippet: third
    @Test
    void theThirdSendOfAGroupToABroker(FakeCluster cluster) throws Exception {
        FaultRules.ArmedRule third =
                cluster.arm("{group: pg-orders, server: broker-b, nth: 3, fault: store-then-reset}");
        for (int i = 0; i < 8; i++) {
            producer.send(order("order-" + i));
        }
        assertThat(third.firings()).isEqualTo(1);
    }
    // end

    // snippet: control
    @Test
    void whatAControlFunctionSays(FakeCluster cluster) {
        cluster.arm(FaultRule.onSends()
                .control(request -> request.messages().get(0).hasKey("bad")
                        ? new FaultAction.Answer(13, "not this one")
                        : new FaultAction.PassOn()));
        assertThatThrownBy(() -> producer.send(order("bad"))).hasMessageContaining("not this one");
    }
    // end

    // snippet: park
    @Test
    void aRequestWaitsUntilTheTestLetsItGo(FakeCluster cluster) throws Exception {
        FaultRules.ArmedRule rule = cluster.park(sends().withKey("4711"));
        CompletableFuture<SendResult> result = sendAsync(order("4711"));
        ParkedRequest parked = rule.awaitParked(Duration.ofSeconds(10));
        assertThat(result).isNotDone();
        parked.release();
        assertThat(result.get().getSendStatus()).isEqualTo(SendStatus.SEND_OK);
    }
    // end

    // snippet: verify
    @Test
    void whatCameIsAskedOfTheJournal(FakeCluster cluster) throws Exception {
        producer.sendOneway(order("4711"));
        cluster.await(atLeast(1), sends().oneway(true));
        cluster.verify(once(), sends().topic("orders").withKey("4711").withBodyContaining("an order"));
        cluster.verify(times(0), sends().withKey("4712"));
    }
    // end

    // snippet: each
    @UnderEachFault({"{answer: SYSTEM_BUSY}", "close-before", "store-then-reset", "{nth: 2, fault: {delay: 20ms}}"})
    void everyOrderArrives(FakeCluster cluster) throws Exception {
        for (int i = 0; i < 3; i++) {
            producer.send(order("order-" + i));
        }
        assertThat(cluster.ledger().stored()).isEqualTo(3);
    }
    // end

    // snippet: plain
    @Test
    void withoutTheExtension() throws Exception {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            DefaultMQProducer other = new DefaultMQProducer("pg-others");
            other.setNamesrvAddr(cluster.nameServerAddresses());
            other.start();
            other.send(order("4711"));
            other.shutdown();
            assertThat(cluster.messages("orders").get(0).text()).isEqualTo("an order");
        }
    }
    // end

    private CompletableFuture<SendResult> sendAsync(Message message) throws Exception {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        producer.send(message, new SendCallback() {
            @Override
            public void onSuccess(SendResult sent) {
                result.complete(sent);
            }

            @Override
            public void onException(Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
