// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a producer answers when a broker asks. */
class ServerRequestTest {
    private static final long TIMEOUT_NANOS = 1_000_000_000L;

    private static Connection connection(Bench bench) {
        bench.await(bench.send("warm"));
        return bench.cluster.broker("broker-a").server().connections().get(0);
    }

    /** B-REMOTE-15. */
    @Test
    @Tag("B-REMOTE-15")
    void aRequestThatNobodyServesIsAnsweredAsSuch() {
        try (Bench bench = Bench.of("broker-a")) {
            Frame answer = bench.await(
                    connection(bench).call(Frame.request(RequestCode.GET_CONSUMER_RUNNING_INFO), TIMEOUT_NANOS));
            assertThat(answer.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
            assertThat(answer.remark()).contains("307");
        }
    }

    /** B-REMOTE-15: one-way requests are never answered, whether they are served or not. */
    @Test
    @Tag("B-REMOTE-15")
    void aOnewayRequestIsNotAnswered() {
        try (Bench bench = Bench.of("broker-a")) {
            Connection connection = connection(bench);
            connection.push(Frame.request(RequestCode.GET_CONSUMER_RUNNING_INFO));
            connection.push(Frame.request(RequestCode.CHECK_TRANSACTION_STATE)); // Without its header: malformed.
            bench.world.runFor(Duration.ofMillis(10));
            // Had there been an answer, it would have come before this one.
            CompletableFuture<Frame> next =
                    connection.call(Frame.request(RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT), TIMEOUT_NANOS);
            assertThat(bench.await(next).remark()).contains("221");
            assertThat(bench.cluster.broker("broker-a").server().malformedFrames())
                    .isZero();
        }
    }

    /** One malformed request must not cost the connection and whatever waits on it. */
    @Test
    void aMalformedRequestIsAnsweredWithAnErrorAndTheConnectionLives() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2),
                settings -> settings.transactionChecker(half -> TransactionState.UNKNOWN))) {
            Connection connection = connection(bench);
            Frame answer =
                    bench.await(connection.call(Frame.request(RequestCode.CHECK_TRANSACTION_STATE), TIMEOUT_NANOS));
            assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(bench.await(bench.send("x")).attempts()).isEqualTo(1);
            assertThat(connection.isOpen()).isTrue();
        }
    }
}
