// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Wire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Another attempt: whether, where, and with what. */
final class RetryCases {
    private static final int DISK_FULL = ResponseCode.SERVICE_NOT_AVAILABLE;

    private RetryCases() {}

    private static Case.Builder retry(String name) {
        return Case.builder(Area.RETRY, name);
    }

    static List<Case> all() {
        return List.of(
                retry("goes-elsewhere")
                        .restsOn("B-RETRY-02", "B-RETRY-03", "B-SELECT-02", "I13")
                        .says(
                                "The first broker answers 14: its disk is full. The second attempt goes to another broker, and the "
                                        + "message is stored.")
                        .topic(full(1, wire -> {
                            wire.expect(wire.attempts().size() == 2, "two attempts");
                            wire.expect(wire.servers().size() == 2, "at two brokers");
                            wire.expect(
                                    wire.stored().size() == 1,
                                    "one copy",
                                    wire.stored().size());
                        })),
                retry("goes-on")
                        .restsOn("B-RETRY-01", "B-RETRY-03", "B-SELECT-02")
                        .says(
                                "Two attempts fail. A third follows, as long as retries allow: two, unless a user says otherwise.")
                        .topic(full(2, wire -> {
                            wire.expect(wire.attempts().size() == 3, "three attempts");
                            wire.expect(
                                    wire.stored().size() == 1,
                                    "one copy",
                                    wire.stored().size());
                        })),
                retry("ends")
                        .restsOn("B-RETRY-01", "I9")
                        .says("All attempts fail. There are three, with two retries, and no more.")
                        .topic(TopicScript.fault(sends -> sends.answer(DISK_FULL, "disk full"), wire -> {
                            wire.expect(wire.attempts().size() <= 3, "at most three attempts");
                            wire.expect(wire.attempts().size() == 3, "three attempts");
                        })),
                retry("same-id")
                        .restsOn("B-SEND-05", "B-RETRY-10", "I16")
                        .says(
                                "All attempts of one message carry the same UNIQ_KEY: it is how consumers and operators recognise copies.")
                        .topic(full(
                                2,
                                wire -> wire.expect(
                                        distinct(wire, Attempt::uniqueKey).size() == 1
                                                && wire.attempts().size() == 3,
                                        "one UNIQ_KEY in three attempts",
                                        distinct(wire, Attempt::uniqueKey)))),
                retry("same-body")
                        .restsOn("B-ASYNC-15", "I5", "I17")
                        .says("All attempts carry the same body.")
                        .topic(full(2, wire -> {
                            List<Attempt> attempts = wire.attempts();
                            wire.expect(
                                    attempts.size() == 3
                                            && attempts.stream()
                                                    .allMatch(attempt -> Arrays.equals(
                                                            attempt.body(),
                                                            attempts.get(0).body())),
                                    "the same body in three attempts");
                        })),
                retry("same-properties")
                        .restsOn("B-SEND-12", "I17")
                        .says("All attempts carry the same properties.")
                        .topic(full(
                                2,
                                wire -> wire.expect(
                                        distinct(wire, attempt -> new TreeMap<>(attempt.properties()).toString())
                                                        .size()
                                                == 1,
                                        "the same properties in all attempts",
                                        distinct(wire, attempt -> attempt.properties()
                                                .toString())))),
                retry("own-broker-name")
                        .restsOn("B-ASYNC-09", "W-7", "I14")
                        .says(
                                "The header of each attempt names the broker that it goes to, not the one of the attempt before: a proxy would "
                                        + "send it back there.")
                        .topic(full(
                                2,
                                wire -> wire.each(
                                        "n absent, or the name of the broker that is asked",
                                        attempt -> attempt.brokerName() == null
                                                || attempt.brokerName().equals(attempt.server()),
                                        attempt -> attempt.server() + " asked as " + attempt.brokerName()))),
                retry("new-opaque")
                        .restsOn("W-4", "I15")
                        .says("An attempt is a request of its own, with an opaque of its own.")
                        .topic(full(
                                2,
                                wire -> wire.expect(
                                        distinct(
                                                                wire,
                                                                attempt -> attempt.server()
                                                                        + attempt.entry()
                                                                                .connectionId() + " "
                                                                        + attempt.entry()
                                                                                .request()
                                                                                .opaque())
                                                        .size()
                                                == wire.attempts().size(),
                                        "an opaque of its own for each attempt on a connection"))),
                ownQueue("sync"),
                ownQueue("async"),
                retry("own-broker-name-async")
                        .restsOn("B-ASYNC-09", "W-7", "T06")
                        .needs("async")
                        .says("The same for asynchronous sends whose connection was lost.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().first(1).resetBefore());
                            trial.expectStored(trial.send("async"));
                            trial.wire()
                                    .each(
                                            "n absent, or the name of the broker that is asked",
                                            attempt -> attempt.brokerName() == null
                                                    || attempt.brokerName().equals(attempt.server()),
                                            attempt -> attempt.server() + " asked as " + attempt.brokerName());
                        }),
                retry("none-asked-for")
                        .restsOn("B-RETRY-01", "I9")
                        .needs("sync")
                        .says("With retries set to 0 there is one attempt.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().answer(DISK_FULL, "disk full"));
                            trial.expectFailed(trial.start("retries", 0).send());
                            trial.expect(trial.attempts().size() == 1, "one attempt", trial.attempts());
                        }),
                retry("five-asked-for")
                        .restsOn("B-RETRY-01", "I9")
                        .needs("sync")
                        .says("With retries set to 5 there are six attempts.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().answer(DISK_FULL, "disk full"));
                            trial.expectFailed(trial.start("retries", 5).send());
                            trial.expect(trial.attempts().size() == 6, "six attempts", trial.attempts());
                        }),
                retry("one-broker-only")
                        .restsOn("B-SELECT-02", "I13")
                        .needs("sync")
                        .cluster(builder -> builder.brokers("broker-a"))
                        .says(
                                "There is one broker. A failed attempt is followed by another at the same one, since there is no other.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(1).answer(DISK_FULL, "disk full"));
                            trial.expectStored(trial.send());
                        }),
                retry("chosen-queue-stays")
                        .restsOn("B-SELECT-10", "B-SEND-08")
                        .needs("sync", "queue")
                        .says(
                                "A user chose the queue. A failed attempt is not followed by one at another queue: order would be lost.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().answer(DISK_FULL, "disk full"));
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").queue("broker-b", 1));
                            trial.expectFailed(outcome);
                            trial.wire()
                                    .each(
                                            "broker-b, queue 1",
                                            attempt -> attempt.server().equals("broker-b") && attempt.queueId() == 1,
                                            attempt -> attempt);
                        }),
                retry("chosen-queue-is-used")
                        .restsOn("B-SELECT-10", "B-SEND-08")
                        .needs("sync", "queue")
                        .says("A message for a queue that the user chose gets there, each time.")
                        .script(trial -> {
                            for (int i = 0; i < 5; i++) {
                                trial.expectStored(
                                        trial.subject().act(Command.send("sync").queue("broker-b", 1)));
                            }
                            trial.wire()
                                    .each(
                                            "broker-b, queue 1",
                                            attempt -> attempt.server().equals("broker-b") && attempt.queueId() == 1,
                                            attempt -> attempt);
                        }),
                retry("unknown-broker-chosen")
                        .restsOn("B-SEND-11")
                        .needs("sync", "queue")
                        .says(
                                "The user chose a queue of a broker that does not exist. The send fails in time, and nothing is sent elsewhere.")
                        .script(trial -> {
                            trial.expectStored(trial.send());
                            trial.cluster().journal().clear();
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").queue("broker-x", 0));
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                retry("selector-is-asked")
                        .restsOn("B-SELECT-06", "I8")
                        .needs("sync", "selector")
                        .says("A selector sends one key to one queue: here five messages of a key.")
                        .script(trial -> {
                            for (int i = 0; i < 5; i++) {
                                trial.expectStored(
                                        trial.subject().act(Command.send("sync").with("key", "customer-7")));
                            }
                            trial.expect(
                                    distinct(trial.wire(), attempt -> attempt.server() + attempt.queueId())
                                                    .size()
                                            == 1,
                                    "one queue",
                                    trial.attempts());
                        }),
                retry("selector-that-throws")
                        .restsOn("B-SELECT-06", "C06")
                        .needs("sync", "selector")
                        .says("A selector throws. The send fails, nothing was sent, and the producer works.")
                        .script(trial -> {
                            trial.warm();
                            trial.expectFailed(
                                    trial.subject().act(Command.send("sync").with("key", "throw")));
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                            trial.expectStored(trial.send());
                        }),
                retry("selector-without-a-choice")
                        .restsOn("B-SELECT-06", "C06")
                        .needs("sync", "selector")
                        .says("A selector returns nothing. The send fails, nothing was sent, and the producer works.")
                        .script(trial -> {
                            trial.warm();
                            trial.expectFailed(
                                    trial.subject().act(Command.send("sync").with("key", "null")));
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                            trial.expectStored(trial.send());
                        }),
                retry("oneway-is-sent-once")
                        .restsOn("B-ONEWAY-01", "I9")
                        .needs("oneway")
                        .says("A oneway send is one attempt, whatever becomes of it.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().resetBefore());
                            trial.send("oneway");
                            trial.expectFailed(trial.start("retries", 0).send());
                            trial.expect(trial.attempts().size() <= 2, "one attempt for each", trial.attempts());
                        }),
                retry("message-level-fault-isolates-nobody")
                        .restsOn("I12", "B-FAULT-08", "L6")
                        .needs("sync")
                        .says(
                                "A broker refuses one message for the message's own sake (13). With broker avoidance on, the next messages still use "
                                        + "all brokers: a poison message is no broker's fault.")
                        .script(trial -> {
                            Subject subject = trial.start("isolation", true);
                            subject.send();
                            trial.fault(FaultRule.onSends()
                                    .server("broker-a")
                                    .first(1)
                                    .answer(13, "told to refuse"));
                            for (int i = 0;
                                    i < 12 && trial.cluster().rules().unfired().size() > 0;
                                    i++) {
                                subject.send();
                            }
                            trial.require(
                                    trial.cluster().rules().unfired().isEmpty(),
                                    "a message at broker-a",
                                    trial.attempts());
                            trial.cluster().rules().clear();
                            trial.cluster().journal().clear();
                            for (int i = 0; i < 12; i++) {
                                trial.expectStored(subject.send());
                            }
                            trial.better(
                                    trial.wire().servers().size() == 2,
                                    "both brokers used",
                                    trial.wire().servers());
                        }),
                retry("dead-broker-is-avoided")
                        .restsOn("B-FAULT-07", "I12", "T01")
                        .needs("sync")
                        .says(
                                "A broker is dead and avoidance is on. After it has failed once, messages go elsewhere at once: they don't all begin "
                                        + "with a failure.")
                        .script(trial -> {
                            Subject subject = trial.start("isolation", true);
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(subject.send());
                            }
                            trial.broker("broker-a").crash();
                            for (int i = 0; i < 12; i++) {
                                trial.expectStored(subject.send());
                            }
                        }));
    }

    /** Brokers have different counts of queues, so that a queue id of one may not exist at the other. */
    private static Case ownQueue(String mode) {
        return retry("own-queue-" + mode)
                .restsOn("B-ASYNC-09", "B-RETRY-12", "I14", "T06")
                .needs(mode)
                .says(
                        "Broker A has 8 queues and broker B has 1. Connections to A break under each send. The attempt at B names queue 0, "
                                + "which B has, and not the queue that was meant for A: B would refuse that (29).")
                .script(trial -> {
                    trial.cluster().topic("uneven", 8);
                    trial.cluster().writeQueues("uneven", "broker-b", 1);
                    trial.cluster().readQueues("uneven", "broker-b", 1);
                    trial.fault(FaultRule.onSends().server("broker-a").resetBefore());
                    for (int i = 0; i < 6; i++) {
                        trial.subject().act(Command.send(mode).topic("uneven"));
                    }
                    List<Attempt> atB = trial.wire("uneven").attempts().stream()
                            .filter(attempt -> attempt.server().equals("broker-b"))
                            .toList();
                    trial.expect(
                            !atB.isEmpty(),
                            "an attempt at broker-b",
                            trial.wire("uneven").attempts());
                    trial.expect(atB.stream().allMatch(attempt -> attempt.queueId() == 0), "queue 0 at broker-b", atB);
                });
    }

    private static TopicScript full(int attempts, Consumer<Wire> judge) {
        return TopicScript.fault(sends -> sends.first(attempts).answer(DISK_FULL, "disk full"), judge);
    }

    private static Set<String> distinct(Wire wire, Function<Attempt, String> what) {
        Set<String> seen = new TreeSet<>();
        wire.attempts().forEach(attempt -> seen.add(what.apply(attempt)));
        return seen;
    }
}
