// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.Connection;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What brokers send without being asked. */
final class Pushes {
    private static final long ANSWER_NANOS = Duration.ofSeconds(3).toNanos();

    private Pushes() {}

    /** The open connections of all brokers. */
    static List<Connection> connections(Trial trial) {
        List<Connection> all = new ArrayList<>();
        for (FakeBroker broker : trial.cluster().masters()) {
            all.addAll(broker.connections());
        }
        return all;
    }

    /** Sends the client a oneway request on every connection. */
    static void push(Trial trial, int code) {
        connections(trial)
                .forEach(connection -> connection.push(Frame.request(code).field("consumerGroup", "cg")));
    }

    /** Asks the client something that it must answer, on every connection. */
    static List<CompletableFuture<Frame>> call(Trial trial, Frame.Builder request) {
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        for (Connection connection : connections(trial)) {
            answers.add(connection.call(request, ANSWER_NANOS));
        }
        return answers;
    }

    /** Sends the client a oneway request with the opaque of each of its sends, on every connection. */
    static void notifyWithOpaquesOfSends(Trial trial) {
        for (Attempt attempt : trial.attempts()) {
            int opaque = attempt.entry().request().opaque();
            connections(trial)
                    .forEach(connection -> connection.push(
                            Frame.request(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED)
                                    .field("consumerGroup", "cg"),
                            opaque));
        }
    }

    /** Answers that the client gave to what wanted none. */
    static int answersUncalledFor(Trial trial) {
        return connections(trial).stream()
                .mapToInt(Connection::answersUncalledFor)
                .sum();
    }
}
