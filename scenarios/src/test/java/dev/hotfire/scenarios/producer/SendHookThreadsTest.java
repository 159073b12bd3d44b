// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RequestHook;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread runs hooks: over TCP, because the simulator has only one. */
@Timeout(60)
class SendHookThreadsTest {
    private static final Message MESSAGE = Message.of("orders", new byte[] {1});

    private final FakeCluster cluster = FakeCluster.builder()
            .brokers("broker-a", "broker-b")
            .topic("orders", 2)
            .start();

    private Producer start(UnaryOperator<ProducerConfig.Builder> settings) {
        return Hotfire.start(
                settings.apply(ProducerConfig.builder("pg-orders").nameServers(cluster.nameServerAddresses()))
                        .build());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @Tag("B-HOOK-04")
    void hooksRunInTheCallersThreadFirstAndOffTheLoopLater() throws Exception {
        Queue<Thread> before = new ConcurrentLinkedQueue<>();
        Queue<Thread> after = new ConcurrentLinkedQueue<>();
        SendHook hook = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                before.add(Thread.currentThread());
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                assertThat(attempt.mode()).isEqualTo(SendMode.SYNC);
                after.add(Thread.currentThread());
            }
        };
        try (Producer producer = start(settings -> settings.sendHooks(List.of(hook)))) {
            producer.send(MESSAGE);
            assertThat(after).hasSize(1);
            before.clear();
            after.clear();
            cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            producer.send(MESSAGE);
            assertThat(before).hasSize(2);
            assertThat(before.remove()).isSameAs(Thread.currentThread());
            assertThat(before.remove().getName()).contains("callback");
            assertThat(after).hasSize(2);
            assertThat(after.remove().getName()).contains("callback");
            assertThat(after.remove())
                    .as("who waits sees the end of the last attempt")
                    .isSameAs(Thread.currentThread());
        }
    }

    /** The send must not wait for a hook for longer than it waits for anybody. */
    @Test
    @Tag("B-HOOK-04")
    void aHookThatHangsDoesNotKeepTheSendFromEndingInTime() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Queue<SendAttempt> over = new ConcurrentLinkedQueue<>();
        SendHook hook = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                if (attempt.number() == 2) {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                over.add(attempt);
                if (attempt.number() == 2) {
                    ended.countDown();
                }
            }
        };
        cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
        try (Producer producer =
                start(settings -> settings.sendHooks(List.of(hook)).sendTimeout(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> producer.send(MESSAGE)).isInstanceOf(SendTimeoutException.class);
            goOn.countDown();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(over).extracting(SendAttempt::number).containsExactly(1, 2);
            assertThat(over).last().extracting(SendAttempt::failure).isInstanceOf(SendTimeoutException.class);
        }
    }

    /** Messages that waited for each other begin on the loop; their hooks must not. */
    @Test
    @Tag("B-HOOK-05")
    void hooksOfMessagesThatWaitedForEachOtherRunOffTheLoopToo() throws Exception {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        SendHook hook = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                threads.add("before " + attempt.message().isBatch() + " "
                        + Thread.currentThread().getName());
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                threads.add("after " + attempt.message().isBatch() + " "
                        + Thread.currentThread().getName());
            }
        };
        try (Producer producer =
                start(settings -> settings.sendHooks(List.of(hook)).batching(Batching.OFFICIAL))) {
            producer.send(MESSAGE);
            producer.sendAsync(MESSAGE).get(30, TimeUnit.SECONDS);
        }
        assertThat(threads)
                .hasSize(4)
                .allSatisfy(entry -> assertThat(entry).contains("true").contains("callback"));
    }

    /** In the official client a request hook that blocks on the network thread stalls all traffic (B-REMOTE-13). */
    @Test
    @Tag("B-REMOTE-13")
    void requestHooksNeverRunOnTheLoop() throws Exception {
        Queue<String> others = new ConcurrentLinkedQueue<>();
        RequestHook hook = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                if (request.code() != RequestCode.SEND_MESSAGE_V2) {
                    others.add(Thread.currentThread().getName());
                }
                return Map.of();
            }

            @Override
            public void afterResponse(String address, Frame request, Frame response) {
                others.add(Thread.currentThread().getName());
            }
        };
        try (Producer producer = start(settings -> settings.requestHooks(List.of(hook)))) {
            producer.send(MESSAGE);
            producer.send(MESSAGE);
        }
        assertThat(others).hasSizeGreaterThan(4).allSatisfy(thread -> assertThat(thread)
                .containsAnyOf(
                        "request hook", "callback", Thread.currentThread().getName()));
    }
}
