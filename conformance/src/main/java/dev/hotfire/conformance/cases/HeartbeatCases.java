// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.heartbeat.MalformedHeartbeatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Heartbeats, and leave. */
final class HeartbeatCases {
    private HeartbeatCases() {}

    private static Case.Builder heartbeat(String name) {
        return Case.builder(Area.HEARTBEAT, name).needs("sync");
    }

    static List<Case> all() {
        return List.of(
                heartbeat("soon-after-the-first-send")
                        .restsOn("B-HEART-02", "B-HEART-03", "W-11")
                        .says(
                                "A broker hears of the producer group by request 34. Until then it can't ask about transactions or hand over replies; so it "
                                        + "had better hear soon after the first message, and must within a period, here a second.")
                        .script(trial -> {
                            Subject subject = trial.start("heartbeatMillis", 1_000);
                            trial.expectStored(subject.send());
                            trial.expect(
                                    trial.until(() -> heard(trial, subject), Duration.ofSeconds(8)),
                                    "a heartbeat with the group",
                                    requests(trial));
                        }),
                heartbeat("body")
                        .restsOn("W-11")
                        .says("The body is JSON with clientID and producerDataSet.")
                        .script(trial -> {
                            Subject subject = beating(trial);
                            for (HeartbeatData data : said(trial)) {
                                trial.expect(!data.clientId().isEmpty(), "a client id", data);
                            }
                            trial.expect(
                                    said(trial).stream().anyMatch(data -> data.producerGroups()
                                            .contains(subject.group())),
                                    "the group",
                                    said(trial));
                        }),
                heartbeat("client-id")
                        .restsOn("W-11", "B-LIFE-07")
                        .says(
                                "A client id has an address, an @ and a name that no other process has; all heartbeats of a producer carry the same.")
                        .script(trial -> {
                            beating(trial);
                            trial.expect(
                                    said(trial).stream()
                                                    .map(HeartbeatData::clientId)
                                                    .distinct()
                                                    .count()
                                            == 1,
                                    "one client id",
                                    said(trial));
                            trial.better(
                                    said(trial).stream()
                                            .allMatch(data -> data.clientId().contains("@")),
                                    "address@name",
                                    said(trial));
                        }),
                heartbeat("again-and-again")
                        .restsOn("B-LIFE-11", "W-11", "B-HEART-01")
                        .says(
                                "Heartbeats come once per period, here a second: brokers forget a client after two minutes without one.")
                        .script(trial -> {
                            Subject subject = trial.start("heartbeatMillis", 1_000);
                            trial.expectStored(subject.send());
                            String broker = trial.attempts().get(0).server();
                            trial.expect(
                                    trial.until(
                                            () -> requests(trial).stream()
                                                            .filter(entry -> entry.server()
                                                                    .equals(broker))
                                                            .count()
                                                    >= 3,
                                            Duration.ofSeconds(15)),
                                    "three heartbeats",
                                    requests(trial));
                        }),
                heartbeat("to-masters-only")
                        .restsOn("B-HEART-01", "B10")
                        .cluster(builder -> builder.slaves(1))
                        .says("A producer tells masters, not slaves.")
                        .script(trial -> {
                            beating(trial);
                            trial.pass(Duration.ofMillis(1_500));
                            trial.better(
                                    requests(trial).stream()
                                            .noneMatch(entry -> entry.server().contains("slave")),
                                    "none at slaves",
                                    requests(trial));
                        }),
                heartbeat("refused")
                        .restsOn("B-HEART-01", "B19")
                        .says("A broker answers heartbeats with errors. Messages go on.")
                        .script(trial -> {
                            trial.fault(FaultRule.on(RequestCode.HEART_BEAT).answer(1, "told to refuse"));
                            Subject subject = trial.start("heartbeatMillis", 1_000);
                            for (int i = 0; i < 6; i++) {
                                trial.expectStored(subject.send());
                            }
                        }),
                heartbeat("unanswered")
                        .restsOn("B-HEART-01", "B19", "B-LIFE-12")
                        .says("Brokers don't answer heartbeats. Messages go on, and are not held up by it.")
                        .script(trial -> {
                            trial.fault(FaultRule.on(RequestCode.HEART_BEAT).silent());
                            Subject subject = trial.start("heartbeatMillis", 1_000);
                            for (int i = 0; i < 6; i++) {
                                var outcome = subject.send();
                                trial.expectStored(outcome);
                            }
                        }),
                heartbeat("after-a-restart")
                        .restsOn("B07", "B-HEART-03", "B-LIFE-11")
                        .cluster(builder -> builder.brokers("broker-a"))
                        .limit(Duration.ofSeconds(25))
                        .says("A broker that was started anew knows nobody. It hears of the producer again.")
                        .script(trial -> {
                            Subject subject = trial.start("heartbeatMillis", 1_000);
                            trial.expectStored(subject.send());
                            trial.require(
                                    trial.until(() -> heard(trial, subject), Duration.ofSeconds(8)),
                                    "a heartbeat",
                                    requests(trial));
                            trial.await(trial.broker("broker-a").restartAsync());
                            trial.expect(
                                    trial.until(
                                            () -> {
                                                subject.send();
                                                return trial.broker("broker-a")
                                                        .producerGroups()
                                                        .containsKey(subject.group());
                                            },
                                            Duration.ofSeconds(12)),
                                    "a heartbeat with the group after the restart",
                                    requests(trial).size());
                        }),
                heartbeat("leave")
                        .needs("close")
                        .restsOn("B-LIFE-15", "W-11")
                        .says(
                                "A producer that is closed takes leave of the brokers: request 35 with its group. They would otherwise ask it about transactions.")
                        .script(trial -> {
                            Subject subject = beating(trial);
                            trial.expect(subject.close().is("done"), "an end of the close", subject.group());
                            trial.expect(
                                    trial.until(() -> trial.requests(RequestCode.UNREGISTER_CLIENT).stream()
                                            .anyMatch(entry -> subject.group()
                                                    .equals(entry.request().field("producerGroup")))),
                                    "request 35 with the group",
                                    trial.requests(RequestCode.UNREGISTER_CLIENT));
                        }),
                heartbeat("leave-names-the-client")
                        .needs("close")
                        .restsOn("B-LIFE-15", "W-11")
                        .says("Request 35 names the client id that heartbeats named.")
                        .script(trial -> {
                            Subject subject = beating(trial);
                            String id = said(trial).get(0).clientId();
                            subject.close();
                            trial.until(() -> !trial.requests(RequestCode.UNREGISTER_CLIENT)
                                    .isEmpty());
                            trial.expect(
                                    trial.requests(RequestCode.UNREGISTER_CLIENT).stream()
                                            .allMatch(entry ->
                                                    id.equals(entry.request().field("clientID"))),
                                    "clientID " + id,
                                    trial.requests(RequestCode.UNREGISTER_CLIENT));
                        }));
    }

    private static Subject beating(Trial trial) {
        Subject subject = trial.start("heartbeatMillis", 1_000);
        trial.expectStored(subject.send());
        trial.require(
                trial.until(() -> heard(trial, subject), Duration.ofSeconds(8)),
                "a heartbeat with the group",
                requests(trial));
        return subject;
    }

    private static boolean heard(Trial trial, Subject subject) {
        return said(trial).stream().anyMatch(data -> data.producerGroups().contains(subject.group()));
    }

    private static List<JournalEntry> requests(Trial trial) {
        return trial.requests(RequestCode.HEART_BEAT);
    }

    private static List<HeartbeatData> said(Trial trial) {
        List<HeartbeatData> all = new ArrayList<>();
        for (JournalEntry entry : requests(trial)) {
            HeartbeatData data = read(entry);
            if (data != null) {
                all.add(data);
            }
        }
        return all;
    }

    private static @Nullable HeartbeatData read(JournalEntry entry) {
        try {
            return HeartbeatData.decode(entry.request().body());
        } catch (MalformedHeartbeatException e) {
            return null;
        }
    }
}
