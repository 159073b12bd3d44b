// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static dev.hotfire.fake.broker.BrokerBench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.header.RecallResponseHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private BrokerBench bench = new BrokerBench();

    @AfterEach
    void end() {
        bench.close();
    }

    private FakeBroker broker() {
        return bench.broker;
    }

    private long now() {
        return broker().server().machine().clock().currentTimeMillis();
    }

    private static Map<String, String> delayed(String uniqueKey, String name, Object value) {
        return Map.of(PropertyNames.UNIQ_KEY, uniqueKey, name, String.valueOf(value));
    }

    @Test
    void aLevelHoldsAMessageBackForItsTime() {
        SendResponseHeader told = bench.stored(send("orders", 2, delayed("k", PropertyNames.DELAY, 3)));
        assertThat(told.queueId()).isEqualTo(2);
        assertThat(told.recallHandle()).isNull();
        StoredMessage waiting = broker().delayedMessages().get(0);
        assertThat(waiting.topic()).isEqualTo("SCHEDULE_TOPIC_XXXX");
        assertThat(waiting.queueId()).isEqualTo(2);
        assertThat(waiting.properties())
                .containsEntry(PropertyNames.REAL_TOPIC, "orders")
                .containsEntry(PropertyNames.REAL_QUEUE_ID, "2");
        assertThat(told.msgId()).isEqualTo(waiting.offsetMessageId().format());

        broker().advanceClock(Duration.ofSeconds(8));
        assertThat(broker().stored("orders")).isEmpty();
        broker().advanceClock(Duration.ofSeconds(2));
        StoredMessage delivered = broker().stored("orders").get(0);
        assertThat(delivered.messageId()).isEqualTo("k");
        assertThat(delivered.queueId()).isEqualTo(2);
        assertThat(delivered.body()).isEqualTo(BrokerBench.BODY);
        assertThat(delivered.properties()).doesNotContainKey(PropertyNames.DELAY);
        assertThat(delivered.storeTimestamp()).isGreaterThanOrEqualTo(waiting.storeTimestamp() + 10_000);
        assertThat(broker().delayedMessages()).isEmpty();
    }

    @Test
    void levelsBeyondTheTableAreItsLastAndNoLevelIsNoDelay() {
        bench.stored(send("orders", 0, delayed("far", PropertyNames.DELAY, 99)));
        bench.stored(send("orders", 0, delayed("none", PropertyNames.DELAY, 0)));
        assertThat(bench.keys("orders")).containsExactly("none");
        broker().advanceClock(Duration.ofHours(2));
        assertThat(bench.keys("orders")).containsExactly("none", "far");
    }

    @Test
    void whatIsDueIsDeliveredInTheOrderOfItsTime() {
        bench.stored(send("orders", 0, delayed("second", PropertyNames.DELAY, 2)));
        bench.stored(send("orders", 0, delayed("first", PropertyNames.DELAY, 1)));
        bench.stored(send("orders", 0, delayed("third", PropertyNames.DELAY, 2)));
        broker().advanceClock(Duration.ofMinutes(1));
        assertThat(bench.keys("orders")).containsExactly("first", "second", "third");
    }

    @Test
    void aTimerIsNeverEarlyAndAtMostASecondLate() {
        long before = now();
        long deliverMillis = before + 60_000;
        SendResponseHeader told =
                bench.stored(send("orders", 1, delayed("k", PropertyNames.TIMER_DELIVER_MS, deliverMillis)));
        assertThat(told.queueId()).isEqualTo(1);
        StoredMessage waiting = broker().delayedMessages().get(0);
        assertThat(waiting.topic()).isEqualTo("rmq_sys_wheel_timer");
        long slot = Long.parseLong(waiting.properties().get(PropertyNames.TIMER_OUT_MS));
        assertThat(slot % 1_000).isZero();
        assertThat(slot).isBetween(deliverMillis - 1_000, deliverMillis - 1);

        broker().advanceClock(Duration.ofMillis(deliverMillis - 2_000 - now()));
        assertThat(broker().stored("orders")).isEmpty();
        broker().advanceClock(Duration.ofSeconds(3));
        StoredMessage delivered = broker().stored("orders").get(0);
        assertThat(delivered.queueId()).isEqualTo(1);
        assertThat(delivered.storeTimestamp()).isGreaterThanOrEqualTo(deliverMillis);
        assertThat(delivered.properties())
                .containsKeys(PropertyNames.TIMER_OUT_MS, PropertyNames.TIMER_DEQUEUE_MS)
                .doesNotContainKeys(PropertyNames.REAL_TOPIC, PropertyNames.REAL_QUEUE_ID);
    }

    @Test
    void relativeTimersCountFromTheBrokersClock() {
        bench.stored(send("orders", 0, delayed("s", PropertyNames.TIMER_DELAY_SEC, 30)));
        bench.stored(send("orders", 0, delayed("ms", PropertyNames.TIMER_DELAY_MS, 10_000)));
        broker().advanceClock(Duration.ofSeconds(8));
        assertThat(broker().stored("orders")).isEmpty();
        broker().advanceClock(Duration.ofSeconds(4));
        assertThat(bench.keys("orders")).containsExactly("ms");
        broker().advanceClock(Duration.ofSeconds(20));
        assertThat(bench.keys("orders")).containsExactly("ms", "s");
    }

    @Test
    void aTimeThatIsOverIsNowAndOneThatMakesNoSenseIsRefused() {
        bench.stored(send("orders", 0, delayed("past", PropertyNames.TIMER_DELIVER_MS, now() - 1)));
        assertThat(bench.keys("orders")).containsExactly("past");
        bench.refused(
                send("orders", 0, delayed("far", PropertyNames.TIMER_DELAY_SEC, 3 * 86_400 + 60)),
                ResponseCode.MESSAGE_ILLEGAL,
                "timer message illegal");
        bench.refused(
                send("orders", 0, delayed("text", PropertyNames.TIMER_DELAY_MS, "soon")),
                ResponseCode.MESSAGE_ILLEGAL,
                "timer message illegal");
        assertThat(broker().delayedMessages()).isEmpty();
    }

    @Test
    void aLevelOverrulesATimer() {
        SendResponseHeader told = bench.stored(send(
                "orders",
                0,
                Map.of(PropertyNames.UNIQ_KEY, "k", PropertyNames.DELAY, "1", PropertyNames.TIMER_DELAY_SEC, "600")));
        assertThat(told.recallHandle()).isNull();
        broker().advanceClock(Duration.ofSeconds(1));
        assertThat(bench.keys("orders")).containsExactly("k");
    }

    @Test
    void delayedMessagesSurviveACrashAndAreDeliveredAfterTheRestart() {
        bench.stored(send("orders", 0, delayed("k", PropertyNames.DELAY, 1)));
        broker().crash();
        broker().advanceClock(Duration.ofMinutes(1));
        assertThat(broker().stored("orders")).isEmpty();
        broker().restart();
        assertThat(bench.keys("orders")).containsExactly("k");
    }

    @Test
    void whatTheDiskLosesIsNotDelivered() {
        bench.stored(send("orders", 0, delayed("k1", PropertyNames.DELAY, 1)));
        bench.stored(send("orders", 0, delayed("k2", PropertyNames.DELAY, 1)));
        broker().log().loseTail(1);
        broker().advanceClock(Duration.ofMinutes(1));
        assertThat(bench.keys("orders")).containsExactly("k1");
        bench.stored(send("orders", 0, delayed("k3", PropertyNames.DELAY, 1)));
        broker().loseLog();
        broker().advanceClock(Duration.ofMinutes(1));
        assertThat(broker().stored("orders")).isEmpty();
    }

    @Test
    void whatTheRetentionDropsIsNotKeptWaiting() {
        bench.close();
        bench = new BrokerBench(builder -> builder.retain(2, 1_000_000));
        bench.stored(send("orders", 0, delayed("k1", PropertyNames.DELAY, 5)));
        bench.stored(send("orders", 0, "k2"));
        assertThat(broker().delayedMessages()).hasSize(1);
        bench.stored(send("orders", 0, "k3"));
        assertThat(broker().delayedMessages()).isEmpty();
    }

    @Test
    void levelsAreTheBrokersToChoose() {
        bench.close();
        bench = new BrokerBench(builder -> builder.delayLevels(List.of(Duration.ofHours(1))));
        bench.stored(send("orders", 0, delayed("k", PropertyNames.DELAY, 5)));
        broker().advanceClock(Duration.ofMinutes(59));
        assertThat(broker().stored("orders")).isEmpty();
        broker().advanceClock(Duration.ofMinutes(1));
        assertThat(bench.keys("orders")).containsExactly("k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeBroker.builder(bench.clientMachine).delayLevels(List.of()))
                .withMessageContaining("levels: []");
        assertThatIllegalArgumentException().isThrownBy(() -> broker().advanceClock(Duration.ofMillis(-1)));
    }

    @Test
    void aMessageComesByItselfWhenItsTimeHasComeOverTcp() {
        bench.close();
        bench = new BrokerBench(builder -> builder.delayLevels(List.of(Duration.ofMillis(1))));
        CompletableFuture<StoredMessage> arrived = new CompletableFuture<>();
        broker().log().addListener(new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                if (message.topic().equals("orders")) {
                    arrived.complete(message);
                }
            }
        });
        bench.stored(send("orders", 0, delayed("k", PropertyNames.DELAY, 1)));
        assertThat(RawClient.await(arrived).messageId()).isEqualTo("k");
    }

    // ---- recall ----

    private static Frame.Builder recall(String topic, String handle) {
        return new RecallHeader("pg", topic, handle, "broker-a").writeTo(Frame.request(RequestCode.RECALL_MESSAGE));
    }

    @Test
    void aTimerMessageCanBeTakenBackUntilItsTime() {
        SendResponseHeader kept = bench.stored(send("orders", 0, delayed("kept", PropertyNames.TIMER_DELAY_SEC, 60)));
        SendResponseHeader told = bench.stored(send("orders", 0, delayed("gone", PropertyNames.TIMER_DELAY_SEC, 60)));
        RecallHandle handle = RecallHandle.decode(told.recallHandle());
        assertThat(handle.topic()).isEqualTo("orders");
        assertThat(handle.brokerName()).isEqualTo("broker-a");
        assertThat(handle.messageId()).isEqualTo("gone");

        Frame answer = bench.client.call(recall("orders", told.recallHandle()));
        assertThat(answer.code()).isZero();
        assertThat(RecallResponseHeader.from(answer).msgId()).isEqualTo("gone");
        assertThat(answer.field(PropertyNames.MSG_REGION)).isEqualTo("DefaultRegion");
        broker().advanceClock(Duration.ofSeconds(62));
        assertThat(bench.keys("orders")).containsExactly("kept");

        bench.refused(recall("orders", kept.recallHandle()), ResponseCode.ILLEGAL_OPERATION, "timestamp invalid");
    }

    @Test
    void recallsThatMakeNoSenseAreRefusedWithTheirReason() {
        long inAMinute = now() + 60_000;
        bench.refused(recall("orders", "nonsense"), ResponseCode.ILLEGAL_OPERATION, "recall handle is invalid");
        bench.refused(
                recall("orders", new RecallHandle("other", "broker-a", inAMinute, "k").encode()),
                ResponseCode.ILLEGAL_OPERATION,
                "topic not match");
        bench.refused(
                recall("orders", new RecallHandle("orders", "broker-b", inAMinute, "k").encode()),
                ResponseCode.ILLEGAL_OPERATION,
                "broker service not available");
        bench.refused(
                recall("none", new RecallHandle("none", "broker-a", inAMinute, "k").encode()),
                ResponseCode.TOPIC_NOT_EXIST,
                "the topic[none] not exist");
        // Nothing is there to take back, which a broker does not look for.
        assertThat(bench.client
                        .call(recall("orders", new RecallHandle("orders", "broker-a", inAMinute, "k").encode()))
                        .code())
                .isZero();
    }
}
