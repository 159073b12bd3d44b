// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Trial;
import java.util.ArrayList;
import java.util.List;

/** Name servers that fail, and who is asked next. */
final class NameServerCases {
    private NameServerCases() {}

    private static Case.Builder nameServer(String name) {
        return Case.builder(Area.NAMESERVER, name);
    }

    static List<Case> all() {
        return List.of(
                nameServer("first-is-dead")
                        .restsOn("N07", "B-NAMESRV-03", "B-NAMESRV-02")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says(
                                "The first of two name servers refuses connections. The other is asked: at once, if the client is good, "
                                        + "by the third send in any case.")
                        .script(trial -> oneIsDown(trial, 0)),
                nameServer("second-is-dead")
                        .restsOn("N07", "B-NAMESRV-03", "B-NAMESRV-02")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says("The second of two name servers refuses connections; whichever the client prefers.")
                        .script(trial -> oneIsDown(trial, 1)),
                nameServer("two-of-three-are-dead")
                        .restsOn("N07", "B-NAMESRV-03")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(3))
                        .says("Two of three name servers refuse connections.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).crash();
                            trial.cluster().nameServer(1).crash();
                            worksSoon(trial);
                        }),
                nameServer("first-is-silent")
                        .restsOn("N07", "B-ROUTE-06", "T08")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says(
                                "The first of two name servers takes connections and says nothing. A send ends in time; by the third one "
                                        + "the other must have been asked.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).pause();
                            worksSoon(trial);
                        }),
                nameServer("dies-later")
                        .restsOn("N07", "B-NAMESRV-02")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says(
                                "A name server dies that has served so far. A topic that is new to the producer is looked up at the other.")
                        .script(trial -> {
                            trial.cluster().topic("later", 2);
                            trial.expectStored(trial.send());
                            String first = trial.wire().questions().get(0).server();
                            trial.cluster()
                                    .nameServer(first.endsWith("1") ? 0 : 1)
                                    .crash();
                            List<Outcome> outcomes = new ArrayList<>();
                            boolean stored = false;
                            for (int i = 0; i < 3 && !stored; i++) {
                                Outcome outcome =
                                        trial.subject().act(Command.send("sync").topic("later"));
                                outcomes.add(outcome);
                                stored = outcome.stored();
                                if (i == 0) {
                                    trial.better(stored, "the first send stored", outcome);
                                }
                            }
                            trial.expect(stored, "one of three sends to be stored", outcomes);
                        }),
                nameServer("all-dead")
                        .restsOn("N07", "B-LIFE-10", "B-ROUTE-06")
                        .needs("sync")
                        .says("No name server can be reached. Starting works, sending fails, and in time.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).crash();
                            Outcome outcome = trial.send();
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                        }),
                nameServer("all-silent")
                        .restsOn("N07", "B-ROUTE-06", "I10")
                        .needs("sync")
                        .says(
                                "The only name server takes the connection and says nothing. The send fails by the time that its caller gave "
                                        + "it; here a second.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).pause();
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").timeout(1_000));
                            trial.expectFailed(outcome);
                            trial.expect(outcome.millis() <= 8_000, "an end within 8 s", outcome);
                            trial.better(
                                    outcome.millis() <= 1_750, "an end within its timeout of 1 s and a bit", outcome);
                        }),
                nameServer("back-again")
                        .restsOn("N07", "L1")
                        .needs("sync")
                        .says(
                                "The only name server was down when the producer sent first. When it is back, so is the producer.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).crash();
                            trial.expectFailed(trial.send());
                            trial.await(trial.cluster().nameServer(0).restartAsync());
                            worksSoon(trial);
                        }),
                nameServer("not-needed-for-known-topics")
                        .restsOn("N07", "B-ROUTE-07")
                        .needs("sync")
                        .says("Once a route is known name servers may die: messages go on.")
                        .script(trial -> {
                            trial.expectStored(trial.send());
                            trial.cluster().nameServer(0).crash();
                            for (int i = 0; i < 8; i++) {
                                trial.expectStored(trial.send());
                            }
                        }),
                nameServer("they-disagree")
                        .restsOn("N05", "B-ROUTE-07")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says(
                                "One of two name servers does not know the topic yet. The other does, and had better be asked before a send "
                                        + "fails; the outcome is the truth in any case.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).answers((topic, believed) -> null);
                            Outcome outcome = trial.send();
                            trial.better(outcome.stored(), "the message stored", outcome);
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).size() == (outcome.stored() ? 1 : 0),
                                    "as many copies as the caller was told of",
                                    outcome);
                        }),
                nameServer("one-list-with-two")
                        .restsOn("B-NAMESRV-01")
                        .needs("sync")
                        .cluster(builder -> builder.nameServers(2))
                        .says("Addresses are given as host:port;host:port.")
                        .script(trial -> trial.expectStored(trial.send())),
                nameServer("not-asked-to-store")
                        .restsOn("B-ASYNC-10", "B-REMOTE-20", "I5")
                        .needs("async")
                        .says(
                                "Whatever fails at brokers, no message is ever sent to a name server. (A client that has no address for a broker "
                                        + "may take it for one.)")
                        .script(trial -> {
                            trial.warm();
                            RouteCases.answers(trial, (topic, believed) -> null);
                            trial.broker("broker-a").crash();
                            trial.broker("broker-b").crash();
                            trial.expectFailed(trial.send("async"));
                            trial.expect(
                                    trial.cluster().journal().sends().stream()
                                            .noneMatch(entry -> entry.server().startsWith("namesrv")),
                                    "no send at a name server",
                                    trial.cluster().journal().sends());
                        }));
    }

    private static void oneIsDown(Trial trial, int index) {
        trial.cluster().nameServer(index).crash();
        worksSoon(trial);
    }

    private static void worksSoon(Trial trial) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean stored = false;
        for (int i = 0; i < 3 && !stored; i++) {
            Outcome outcome = trial.send();
            outcomes.add(outcome);
            stored = outcome.stored();
            trial.expect(
                    outcome.millis() <= 2 * Trial.SEND_TIMEOUT_MILLIS + 1_000,
                    "an end within twice the timeout and a second",
                    outcome);
            if (i == 0) {
                trial.better(stored, "the first send stored", outcome);
            }
        }
        trial.expect(stored, "one of three sends to be stored", outcomes);
    }
}
