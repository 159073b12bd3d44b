// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.RequestCode;
import java.util.List;

/** Signatures and namespaces. */
final class AccessCases {
    private static final String ACCESS = "access-1";
    private static final String SECRET = "secret-of-access-1";

    private AccessCases() {}

    private static Case.Builder signed(String name) {
        return Case.builder(Area.ACCESS, name)
                .needs("acl", "sync")
                .cluster(builder -> builder.admit(new AclCredentials(ACCESS, SECRET, null)));
    }

    private static Case.Builder spaced(String name) {
        return Case.builder(Area.ACCESS, name)
                .needs("namespace", "sync")
                .cluster(builder -> builder.topic("tenant%" + Trial.TOPIC, 2));
    }

    private static Subject known(Trial trial, Object... more) {
        Object[] settings = new Object[more.length + 4];
        settings[0] = "accessKey";
        settings[1] = ACCESS;
        settings[2] = "secretKey";
        settings[3] = SECRET;
        System.arraycopy(more, 0, settings, 4, more.length);
        return trial.start(settings);
    }

    static List<Case> all() {
        return List.of(
                signed("signature")
                        .restsOn("W-18.1", "B-ACL-01")
                        .says(
                                "Servers want every request signed: HMAC-SHA1 over the values of all header fields in the order of their names, and the body.")
                        .script(trial -> trial.expectStored(known(trial).send())),
                signed("signature-of-each-attempt")
                        .restsOn("W-18.1", "B-ACL-01", "B-RETRY-03")
                        .says("A second attempt has other fields, and so another signature.")
                        .script(trial -> {
                            Subject subject = known(trial);
                            trial.fault(FaultRule.onSends().first(2).answer(14, "disk full"));
                            trial.expectStored(subject.send());
                            trial.expect(
                                    trial.attempts().stream().noneMatch(attempt -> Integer.valueOf(16)
                                            .equals(attempt.entry().responseCode())),
                                    "no attempt refused for its signature",
                                    trial.attempts());
                        }),
                signed("signature-of-text-beyond-ascii")
                        .needs("properties")
                        .restsOn("W-18.1", "W-2")
                        .says("Signed are the bytes of UTF-8.")
                        .script(trial -> trial.expectStored(known(trial)
                                .act(Command.send("sync")
                                        .property("where", "\u4e2d\u6587")
                                        .body("\ud83d\ude80")))),
                signed("signature-of-batches")
                        .needs("batch")
                        .restsOn("W-18.1", "W-14")
                        .says("A batch is signed with its whole body.")
                        .script(trial -> trial.expectStored(
                                known(trial).act(Command.batch("sync", Command.message("a"), Command.message("b"))))),
                signed("everything-is-signed")
                        .needs("close")
                        .restsOn("W-18.1", "B-ACL-04")
                        .says("Questions to name servers, heartbeats and leave are signed, too.")
                        .script(trial -> {
                            Subject subject = known(trial, "heartbeatMillis", 1_000);
                            trial.expectStored(subject.send());
                            trial.until(() ->
                                    !trial.requests(RequestCode.HEART_BEAT).isEmpty());
                            subject.close();
                            trial.expect(
                                    trial.cluster().journal().entries().stream().noneMatch(entry -> Integer.valueOf(16)
                                            .equals(entry.responseCode())),
                                    "no request refused",
                                    trial
                                            .cluster()
                                            .journal()
                                            .entries(
                                                    entry -> Integer.valueOf(16).equals(entry.responseCode()))
                                            .stream()
                                            .map(JournalEntry::toString)
                                            .toList());
                        }),
                signed("a-wrong-secret")
                        .restsOn("W-18.1", "B-ACL-03")
                        .says("With a wrong secret the send fails, in time, and nothing is stored.")
                        .script(trial -> {
                            Outcome outcome = trial.start("accessKey", ACCESS, "secretKey", "guessed")
                                    .send();
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing stored",
                                    trial.cluster().stored(Trial.TOPIC));
                        }),
                signed("secrets-stay")
                        .restsOn("W-18.1")
                        .says("The secret itself never travels.")
                        .script(trial -> {
                            trial.expectStored(known(trial).send());
                            trial.expect(
                                    trial.cluster().journal().entries().stream()
                                            .noneMatch(entry ->
                                                    entry.request().extFields().containsValue(SECRET)),
                                    "no secret in any request",
                                    "one");
                        }),
                spaced("namespace-on-the-wire")
                        .restsOn("W-18.2", "B-NS-01")
                        .says("Within a namespace topic and group travel as tenant%orders and tenant%group.")
                        .script(trial -> {
                            Subject subject = trial.start("namespace", "tenant");
                            trial.expectStored(subject.send());
                            trial.wire("tenant%" + Trial.TOPIC)
                                    .each(
                                            "tenant%group",
                                            attempt -> ("tenant%" + subject.group())
                                                    .equals(attempt.entry()
                                                            .facts()
                                                            .producerGroup()),
                                            attempt -> attempt.entry().facts().producerGroup());
                        }),
                spaced("namespace-is-not-told")
                        .restsOn("W-18.2", "B-NS-01")
                        .says("The result names the topic without it.")
                        .script(trial -> {
                            Outcome outcome = trial.start("namespace", "tenant").send();
                            trial.expectStored(outcome);
                            trial.expect(Trial.TOPIC.equals(outcome.text("topic")), "topic " + Trial.TOPIC, outcome);
                        }),
                spaced("namespace-once")
                        .restsOn("W-18.2", "B-RETRY-11")
                        .says("Second attempts have the prefix once, not twice or never.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(2).answer(14, "disk full"));
                            trial.expectStored(
                                    trial.start("namespace", "tenant").send());
                            trial.expect(
                                    trial.wire("tenant%" + Trial.TOPIC)
                                                    .attempts()
                                                    .size()
                                            == 3,
                                    "three attempts for tenant%" + Trial.TOPIC,
                                    trial.cluster().journal().sends());
                        }),
                spaced("namespace-in-a-property")
                        .restsOn("W-18.2", "B-NS-04")
                        .says("Property INSTANCE_ID carries the namespace.")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.start("namespace", "tenant").send());
                            trial.wire("tenant%" + Trial.TOPIC)
                                    .each(
                                            "INSTANCE_ID = tenant",
                                            attempt -> "tenant"
                                                    .equals(attempt.properties().get("INSTANCE_ID")),
                                            Attempt::properties);
                        }),
                spaced("namespace-of-heartbeats")
                        .restsOn("W-18.2", "W-11")
                        .says("Heartbeats name tenant%group.")
                        .script(trial -> {
                            Subject subject = trial.start("namespace", "tenant", "heartbeatMillis", 1_000);
                            trial.expectStored(subject.send());
                            trial.expect(
                                    trial.until(() -> trial.cluster().masters().stream()
                                            .anyMatch(broker ->
                                                    broker.producerGroups().containsKey("tenant%" + subject.group()))),
                                    "the group tenant%" + subject.group(),
                                    trial.requests(RequestCode.HEART_BEAT));
                        }));
    }
}
