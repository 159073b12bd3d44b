// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import static dev.hotfire.fake.server.RequestPattern.sends;
import static dev.hotfire.testkit.verify.Times.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.ParkedRequest;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.RawProducer;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
    private FakeCluster cluster;
    private RawProducer producer;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder()
                .topic("orders", 4)
                .topic("bills", 1)
                .delayLevels(Duration.ofHours(1))
                .start();
        producer = new RawProducer(cluster, "broker-a");
    }

    @AfterEach
    void end() {
        producer.close();
        cluster.close();
    }

    @Test
    void eachMessageIsCountedOnceWhateverItsAttempts() {
        cluster.arm(FaultRule.onSends().once().answer(ResponseCode.SYSTEM_BUSY));
        producer.call("orders", "1", "a");
        producer.call("orders", "1", "a");
        producer.call("bills", "2", "b");
        DeliveryLedger ledger = cluster.ledger();
        assertThat(ledger.summary())
                .isEqualTo("accepted=2 stored=2 acknowledged=2 lost=0 duplicated=0 retried=1 disordered=0");
        assertThat(ledger.ofTopic("bills").accepted()).isOne();
    }

    /** Codes 324 and 325: what asked gets them, and no log. */
    @Test
    void repliesAreHandedOverAndNeverStoredSoNoneIsLost() {
        producer.call(RawProducer.request(RequestCode.SEND_REPLY_MESSAGE_V2, "orders", "9", 0, "reply"));
        cluster.await(times(1), RequestPattern.on(RequestCode.SEND_REPLY_MESSAGE_V2));
        assertThat(cluster.ledger().accepted()).isZero();
        assertThat(cluster.ledger().lost()).isZero();
    }

    @Test
    void anAnswerThatGotLostMakesADuplicateWhenItIsRetried() {
        cluster.arm(FaultRule.onSends().once().storeThenSilent());
        producer.send("orders", "1", "a");
        cluster.await(times(1), sends());
        assertThat(cluster.ledger().acknowledged()).isZero();
        producer.call("orders", "1", "a");
        DeliveryLedger ledger = cluster.ledger();
        assertThat(ledger.duplicated()).isOne();
        assertThat(ledger.deliveries(Delivery::isDuplicated)).singleElement().satisfies(delivery -> {
            assertThat(delivery.uniqueKey()).isEqualTo("id-1");
            assertThat(delivery.key()).isEqualTo("1");
            assertThat(delivery.attempts()).isEqualTo(2);
            assertThat(delivery.copies()).hasSize(2);
        });
        assertThat(ledger).asString().contains("orders id-1 (key 1): 2 attempts, acknowledged, 2 copies");
    }

    @Test
    void whatABrokerPromisedAndLostIsLost() {
        producer.call("orders", "1", "a");
        producer.call("orders", "2", "a");
        cluster.master("broker-a").log().loseTail(1);
        assertThat(cluster.ledger().lost()).isOne();
        assertThat(cluster.ledger().deliveries(Delivery::isLost))
                .singleElement()
                .extracting(Delivery::uniqueKey)
                .isEqualTo("id-2");
    }

    @Test
    void aRefusedMessageIsAcceptedAndNothingElse() {
        cluster.arm(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL));
        producer.call("orders", "1", "a");
        assertThat(cluster.ledger().summary())
                .isEqualTo("accepted=1 stored=0 acknowledged=0 lost=0 duplicated=0 retried=0 disordered=0");
    }

    @Test
    void messagesOfAKeyThatChangedPlacesAreFound() {
        var rule = cluster.arm(FaultRule.onSends().once().park());
        producer.send("orders", "k one", "a");
        ParkedRequest first = rule.awaitParked(FakeCluster.PATIENCE);
        producer.call("orders", "k two", "b");
        first.release();
        cluster.awaitMessages("orders", 2);
        assertThat(cluster.ledger().disorders()).singleElement().satisfies(disorder -> {
            assertThat(disorder.key()).isEqualTo("k");
            assertThat(disorder.earlier().text()).isEqualTo("a");
            assertThat(disorder.later().text()).isEqualTo("b");
        });
    }

    @Test
    void whatIsDelayedIsStoredAndWaits() {
        producer.callDelayed("orders", "1", "a", 1);
        DeliveryLedger before = cluster.ledger();
        assertThat(before.stored()).isOne();
        assertThat(before.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.copies()).isEmpty();
            assertThat(delivery.waiting()).isOne();
        });
        cluster.advanceClock(Duration.ofHours(1));
        assertThat(cluster.ledger().deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.copies()).hasSize(1);
            assertThat(delivery.isDuplicated()).isFalse();
        });
    }
}
