// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import java.time.Duration;
import java.util.List;

/** Queues and brokers that come, go and move. */
final class MovingCases {
    private static final Duration SOON = Duration.ofSeconds(12);

    private MovingCases() {}

    private static Case.Builder moving(String name) {
        return Case.builder(Area.MOVING, name).needs("sync").limit(Duration.ofSeconds(30));
    }

    private static Subject refreshing(Trial trial) {
        Subject subject = trial.start("routeRefreshMillis", 500);
        for (int i = 0; i < 4; i++) {
            trial.expectStored(subject.send());
        }
        return subject;
    }

    static List<Case> all() {
        return List.of(
                moving("queues-grow")
                        .restsOn("N10", "B-ROUTE-10")
                        .says(
                                "A topic gets four queues on each broker, from two. A producer that reads routes anew every half second comes to use all of them.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            trial.cluster().topic(Trial.TOPIC, 4);
                            trial.expect(
                                    trial.until(
                                            () -> {
                                                subject.send();
                                                return trial.attempts().stream()
                                                        .anyMatch(attempt -> attempt.queueId() >= 2);
                                            },
                                            SOON),
                                    "a message in a new queue",
                                    trial.attempts().size());
                        }),
                moving("queues-shrink")
                        .restsOn("N10", "W-6", "I14")
                        .says(
                                "A topic shrinks to one queue on each broker. Sends to queues that are gone fail (29) until the route is read anew; then none does.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            for (String broker : List.of("broker-a", "broker-b")) {
                                trial.cluster().writeQueues(Trial.TOPIC, broker, 1);
                                trial.cluster().readQueues(Trial.TOPIC, broker, 1);
                            }
                            trial.expect(
                                    settles(trial, subject),
                                    "eight messages in a row stored, in queue 0 alone",
                                    trial.attempts());
                            trial.expect(
                                    trial.attempts().stream().allMatch(attempt -> attempt.queueId() == 0),
                                    "queue 0",
                                    trial.attempts());
                        }),
                moving("queues-shrink-without-a-refresh")
                        .restsOn("N10", "W-6", "N01")
                        .says(
                                "The same for a producer that reads routes every half minute. What it is told to be stored is stored, and what is refused is told to "
                                        + "be failed.")
                        .script(trial -> {
                            trial.warm();
                            for (String broker : List.of("broker-a", "broker-b")) {
                                trial.cluster().writeQueues(Trial.TOPIC, broker, 1);
                                trial.cluster().readQueues(Trial.TOPIC, broker, 1);
                            }
                            int before = trial.cluster().stored(Trial.TOPIC).size();
                            int told = 0;
                            for (int i = 0; i < 8; i++) {
                                Outcome outcome = trial.send();
                                told += outcome.stored() ? 1 : 0;
                            }
                            int stored = trial.cluster().stored(Trial.TOPIC).size() - before;
                            trial.expect(stored == told, told + " copies, as callers were told", stored);
                        }),
                moving("broker-moves")
                        .restsOn("B08", "N13", "B-ROUTE-10")
                        .says(
                                "A broker dies and is back at another address under its name. The producer finds it there.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            trial.await(trial.cluster().moveAsync("broker-a"));
                            trial.expect(
                                    reaches(trial, subject, "broker-a"),
                                    "a message at the moved broker",
                                    trial.attempts().size());
                        }),
                moving("master-changes")
                        .restsOn("B11", "B-ROUTE-16")
                        .cluster(builder -> builder.brokers("broker-a").slaves(1))
                        .says(
                                "A slave takes over: same broker name, another address. The producer finds the new master.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            trial.broker("broker-a").crash();
                            trial.cluster().failOver("broker-a");
                            trial.expect(
                                    reaches(trial, subject, "broker-a-slave-1"),
                                    "a message at the new master",
                                    trial.attempts().size());
                        }),
                moving("broker-goes")
                        .restsOn("B05", "N14", "B-ROUTE-17")
                        .says("A broker is shut down for good and taken off the route. No message fails for long.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            trial.await(trial.broker("broker-a").server().stopAsync());
                            trial.expect(settles(trial, subject), "eight messages in a row stored", trial.attempts());
                        }),
                moving("broker-dies-and-stays-listed")
                        .restsOn("N14", "T01", "B-RETRY-02")
                        .says(
                                "A broker dies; name servers list it for two minutes more. Every message gets to the other broker meanwhile.")
                        .script(trial -> {
                            trial.warm();
                            trial.broker("broker-a").crash();
                            for (int i = 0; i < 10; i++) {
                                trial.expectStored(trial.send());
                            }
                        }),
                moving("read-only-before-the-route-says-so")
                        .restsOn("B09", "N09", "W-6")
                        .says(
                                "A broker was made read-only and answers 16; the route does not say so yet. Messages get to the other broker.")
                        .script(trial -> {
                            trial.warm();
                            trial.cluster().permission(Trial.TOPIC, "broker-a", 4);
                            for (int i = 0; i < 8; i++) {
                                trial.expectStored(trial.send());
                            }
                        }),
                moving("static-queue-moves")
                        .needs("static-topics")
                        .restsOn("N11", "B-ROUTE-14", "W-10")
                        .says(
                                "A queue of a static topic moves to another broker, where its offsets go on. The producer follows.")
                        .script(trial -> {
                            trial.cluster().staticTopic("numbered", 2);
                            Subject subject = trial.start("routeRefreshMillis", 500);
                            Command send = Command.send("sync").topic("numbered");
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(subject.act(send));
                            }
                            trial.cluster().moveQueue("numbered", 0, "broker-b");
                            trial.expect(
                                    trial.until(
                                            () -> {
                                                subject.act(send);
                                                return trial.wire("numbered").attempts().stream()
                                                        .anyMatch(attempt -> attempt.queueId() == 0
                                                                && attempt.server()
                                                                        .equals("broker-b")
                                                                && Integer.valueOf(0)
                                                                        .equals(
                                                                                attempt.entry()
                                                                                        .responseCode()));
                                            },
                                            SOON),
                                    "a message of queue 0 stored at broker-b",
                                    trial.wire("numbered").attempts());
                        }),
                moving("topic-is-deleted-and-back")
                        .restsOn("N03", "B-ROUTE-07", "L1")
                        .says("A topic is deleted and made again. In between sends fail; afterwards they work.")
                        .script(trial -> {
                            Subject subject = refreshing(trial);
                            trial.cluster().removeTopic(Trial.TOPIC);
                            Outcome between = subject.send();
                            trial.expectFailed(between);
                            trial.cluster().topic(Trial.TOPIC, 2);
                            trial.expect(settles(trial, subject), "eight messages in a row stored", trial.attempts());
                        }),
                moving("two-names-one-address")
                        .restsOn("N13", "B-ROUTE-10")
                        .says(
                                "A route lists two broker names at one address, as when a proxy stands before both. Each message is stored once.")
                        .script(trial -> {
                            trial.cluster()
                                    .advertise(
                                            "broker-a", trial.broker("broker-b").address());
                            for (int i = 0; i < 6; i++) {
                                trial.send();
                            }
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).stream()
                                                    .map(stored -> stored.messageId())
                                                    .distinct()
                                                    .count()
                                            == trial.cluster()
                                                    .stored(Trial.TOPIC)
                                                    .size(),
                                    "no copy",
                                    trial.attempts());
                        }));
    }

    /** Eight messages in a row are stored, in the end; begins to look at the wire with the first of them. */
    private static boolean settles(Trial trial, Subject subject) {
        return trial.until(
                () -> {
                    trial.cluster().journal().clear();
                    for (int i = 0; i < 8; i++) {
                        if (!subject.send().stored()) {
                            return false;
                        }
                    }
                    return trial.attempts().stream().allMatch(attempt -> Integer.valueOf(0)
                            .equals(attempt.entry().responseCode()));
                },
                SOON);
    }

    private static boolean reaches(Trial trial, Subject subject, String server) {
        trial.cluster().journal().clear();
        return trial.until(
                () -> {
                    subject.send();
                    return trial.attempts().stream()
                            .anyMatch(attempt -> attempt.server().equals(server));
                },
                SOON);
    }
}
