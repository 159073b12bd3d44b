// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.message.SysFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Transactions. */
final class TransactionCases {
    private TransactionCases() {}

    private static Case.Builder transaction(String name) {
        return Case.builder(Area.TRANSACTION, name).needs("transaction");
    }

    static List<Case> all() {
        return List.of(
                transaction("half-message")
                        .restsOn("W-16.1", "B-TXN-03")
                        .says(
                                "The message is sent as a half message: TRAN_MSG = true, PGROUP = the group, and bits 0x4 in sysFlag.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "unknown");
                            trial.expectStored(subject.act(Command.transact("commit")));
                            trial.wire()
                                    .each(
                                            "TRAN_MSG = true",
                                            attempt -> "true"
                                                    .equals(attempt.properties().get("TRAN_MSG")),
                                            Attempt::properties);
                            trial.wire()
                                    .each(
                                            "PGROUP",
                                            attempt -> subject.group()
                                                    .equals(attempt.properties().get("PGROUP")),
                                            Attempt::properties);
                            trial.wire()
                                    .each(
                                            "bits 0x4",
                                            attempt -> SysFlag.transaction(attempt.sysFlag())
                                                    == SysFlag.TRANSACTION_PREPARED,
                                            Attempt::sysFlag);
                        }),
                ends("commit", "commit", SysFlag.TRANSACTION_COMMIT, 1),
                ends("rollback", "rollback", SysFlag.TRANSACTION_ROLLBACK, 0),
                ends("unknown", "unknown", 0, 0),
                ends("throw", "unknown", 0, 0),
                ends("null", "unknown", 0, 0),
                transaction("end-is-oneway")
                        .restsOn("W-16.1", "B-TXN-06")
                        .says("END_TRANSACTION is a oneway request: brokers don't answer it.")
                        .script(trial -> {
                            end(trial, "commit");
                            for (JournalEntry entry : trial.requests(RequestCode.END_TRANSACTION)) {
                                trial.expect(entry.request().isOneway(), "a oneway request", entry);
                            }
                        }),
                transaction("end-leads-to-the-half-message")
                        .restsOn("W-16.1", "W-13.2")
                        .says(
                                "END_TRANSACTION names the group, the half message's place in its queue and in the log, and its id: brokers check all of them.")
                        .script(trial -> {
                            Outcome outcome = end(trial, "commit");
                            for (EndTransactionHeader header : ended(trial)) {
                                trial.expect(
                                        header.tranStateTableOffset() == outcome.number("offset"),
                                        "the offset " + outcome.number("offset"),
                                        header);
                                trial.expect(
                                        header.msgId().equals(outcome.text("messageId")),
                                        "the id " + outcome.text("messageId"),
                                        header);
                                trial.expect(!header.fromTransactionCheck(), "fromTransactionCheck = false", header);
                            }
                        }),
                transaction("end-goes-to-the-same-broker")
                        .restsOn("W-16.1", "B-TXN-06", "B-TXN-07")
                        .says("END_TRANSACTION goes to the broker that has the half message, each time.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "unknown");
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(subject.act(Command.transact("commit")));
                            }
                            trial.expect(
                                    trial.until(() ->
                                            trial.cluster().stored(Trial.TOPIC).size() == 4),
                                    "4 messages committed",
                                    trial.cluster().stored(Trial.TOPIC).size());
                        }),
                transaction("half-message-elsewhere")
                        .restsOn("B-TXN-03", "B-RETRY-03", "I13")
                        .says(
                                "The first broker's disk is full. The half message goes to the other one, and so does the word on its end.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(1).answer(14, "disk full"));
                            trial.expectStored(trial.start("check", "unknown").act(Command.transact("commit")));
                            trial.expect(
                                    trial.until(() ->
                                            trial.cluster().stored(Trial.TOPIC).size() == 1),
                                    "the message committed",
                                    trial.cluster().stored(Trial.TOPIC));
                        }),
                transaction("half-message-refused")
                        .restsOn("B-TXN-03", "I4")
                        .says(
                                "No broker takes the half message. The call fails, and the local transaction is not run: no word on its end is said.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().answer(14, "disk full"));
                            trial.expectFailed(trial.start("check", "unknown").act(Command.transact("commit")));
                            trial.expect(
                                    trial.requests(RequestCode.END_TRANSACTION).isEmpty(),
                                    "no END_TRANSACTION",
                                    trial.requests(RequestCode.END_TRANSACTION));
                        }),
                transaction("weakly-stored-is-rolled-back")
                        .restsOn("B-TXN-05", "W-6")
                        .says(
                                "The half message was stored less durably than asked for (12). Its transaction is rolled back, not committed.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().storeThenAnswer(12, null));
                            trial.start("check", "unknown").act(Command.transact("commit"));
                            trial.until(() ->
                                    !trial.requests(RequestCode.END_TRANSACTION).isEmpty());
                            trial.expect(
                                    ended(trial).stream()
                                            .allMatch(header ->
                                                    header.commitOrRollback() == SysFlag.TRANSACTION_ROLLBACK),
                                    "a rollback",
                                    ended(trial));
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing delivered",
                                    trial.cluster().stored(Trial.TOPIC));
                        }),
                checked("commit", SysFlag.TRANSACTION_COMMIT, 1),
                checked("rollback", SysFlag.TRANSACTION_ROLLBACK, 0),
                checked("unknown", 0, 0),
                transaction("check-that-throws")
                        .restsOn("B-TXN-11", "B-TXN-09")
                        .says(
                                "The checker throws. The transaction stays open, or is said to be unknown; it is not decided. The next check is answered.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "throw");
                            open(trial, subject);
                            check(trial);
                            trial.pass(Duration.ofMillis(300));
                            trial.expect(
                                    ended(trial).stream().allMatch(header -> header.commitOrRollback() == 0),
                                    "no decision",
                                    ended(trial));
                            trial.expect(halves(trial) == 1, "an open transaction", halves(trial));
                            trial.expectStored(subject.act(Command.transact("commit")));
                        }),
                transaction("check-copies-its-fields")
                        .restsOn("W-16.1", "B-TXN-11")
                        .says(
                                "The answer to a check is an END_TRANSACTION with fromTransactionCheck = true and the places that the check named.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "commit");
                            Outcome opened = open(trial, subject);
                            check(trial);
                            trial.require(
                                    trial.until(() -> !ended(trial).isEmpty()),
                                    "END_TRANSACTION",
                                    trial.requests(RequestCode.END_TRANSACTION));
                            EndTransactionHeader header = ended(trial).get(0);
                            trial.expect(header.fromTransactionCheck(), "fromTransactionCheck = true", header);
                            trial.expect(header.producerGroup().equals(subject.group()), "the group", header);
                            trial.expect(
                                    header.msgId().equals(opened.text("messageId")),
                                    "the id " + opened.text("messageId"),
                                    header);
                        }),
                transaction("check-again")
                        .restsOn("B-TXN-10", "W-16.1")
                        .says(
                                "The same transaction is asked about three times, since it stays unknown. Each check is answered.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "unknown");
                            open(trial, subject);
                            for (int i = 1; i <= 3; i++) {
                                int wanted = i;
                                check(trial);
                                trial.expect(
                                        trial.until(() -> ended(trial).size() >= wanted),
                                        i + " answers to checks",
                                        ended(trial).size());
                            }
                        }),
                transaction("check-of-another-group")
                        .restsOn("B-TXN-09", "B-TXN-12", "T24")
                        .says(
                                "A check about a transaction of a group that the client does not have. It is ignored, and the client lives.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "commit");
                            trial.expectStored(subject.act(Command.transact("commit")));
                            int before =
                                    trial.requests(RequestCode.END_TRANSACTION).size();
                            Pushes.push(trial, RequestCode.CHECK_TRANSACTION_STATE);
                            trial.pass(Duration.ofMillis(300));
                            trial.expect(
                                    trial.requests(RequestCode.END_TRANSACTION).size() <= before + 1,
                                    "no answer",
                                    trial.requests(RequestCode.END_TRANSACTION).size());
                            trial.expectStored(subject.act(Command.transact("commit")));
                        }),
                transaction("lost-end-is-asked-for")
                        .restsOn("W-16.1", "B-TXN-06", "B-TXN-11")
                        .says(
                                "The word on the end gets lost. The broker asks, is told to commit, and delivers the message.")
                        .script(trial -> {
                            Subject subject = trial.start("check", "commit");
                            trial.fault(FaultRule.on(RequestCode.END_TRANSACTION)
                                    .first(1)
                                    .silent());
                            trial.expectStored(subject.act(Command.transact("commit")));
                            trial.require(
                                    trial.until(() -> trial.requests(RequestCode.END_TRANSACTION)
                                                    .size()
                                            == 1),
                                    "END_TRANSACTION",
                                    0);
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing delivered yet",
                                    trial.cluster().stored(Trial.TOPIC));
                            heard(trial);
                            check(trial);
                            trial.expect(
                                    trial.until(() ->
                                            trial.cluster().stored(Trial.TOPIC).size() == 1),
                                    "the message delivered",
                                    trial.cluster().stored(Trial.TOPIC));
                        }),
                transaction("delayed-is-refused")
                        .needs("delay")
                        .restsOn("B-TXN-02")
                        .says(
                                "A transactional message can't be delayed as well. It is refused, or sent without the delay, as older releases do; never stored as "
                                        + "a delayed half message.")
                        .script(trial -> {
                            Outcome outcome = trial.start("check", "unknown")
                                    .act(Command.transact("commit").with("delayLevel", 3));
                            trial.better(
                                    outcome.failed() && trial.attempts().isEmpty(),
                                    "the message refused before it is sent",
                                    outcome);
                            trial.expect(
                                    trial.attempts().stream().noneMatch(attempt -> attempt.properties()
                                            .containsKey("DELAY")),
                                    "no DELAY on a half message",
                                    trial.attempts());
                        }));
    }

    private static Case ends(String local, String told, int bits, int delivered) {
        return transaction("local-" + local)
                .restsOn("W-16.1", "B-TXN-04", "B-TXN-06")
                .says("The local transaction ends with: " + local + ". The broker is told "
                        + (bits == 0 ? "0 (not known)" : String.valueOf(bits)) + ", and the caller: " + told + "."
                        + (delivered == 1 ? " Consumers get the message." : " Consumers get nothing."))
                .script(trial -> {
                    Outcome outcome = end(trial, local);
                    trial.expect(told.equals(outcome.text("state")), "state " + told, outcome);
                    trial.expect(ended(trial).size() <= 1, "one END_TRANSACTION at most", ended(trial));
                    trial.expect(
                            ended(trial).stream().allMatch(header -> header.commitOrRollback() == bits),
                            "commitOrRollback " + bits,
                            ended(trial));
                    trial.expect(
                            trial.until(
                                    () -> trial.cluster().stored(Trial.TOPIC).size() == delivered),
                            delivered + " delivered",
                            trial.cluster().stored(Trial.TOPIC).size());
                });
    }

    private static Case checked(String answer, int bits, int delivered) {
        return transaction("check-" + answer)
                .restsOn("W-16.1", "B-TXN-09", "B-TXN-11", "B-HEART-03")
                .says("A local transaction's end was unknown. The broker asks the producer, whose checker says: "
                        + answer + ".")
                .script(trial -> {
                    Subject subject = trial.start("check", answer);
                    open(trial, subject);
                    check(trial);
                    trial.require(
                            trial.until(() -> !ended(trial).isEmpty()),
                            "an answer to the check",
                            trial.requests(RequestCode.END_TRANSACTION));
                    trial.expect(
                            ended(trial).stream().allMatch(header -> header.commitOrRollback() == bits),
                            "commitOrRollback " + bits,
                            ended(trial));
                    trial.expect(
                            trial.until(
                                    () -> trial.cluster().stored(Trial.TOPIC).size() == delivered),
                            delivered + " delivered",
                            trial.cluster().stored(Trial.TOPIC).size());
                    trial.expect(
                            trial.until(() -> halves(trial) == (bits == 0 ? 1 : 0)),
                            "a transaction that is " + (bits == 0 ? "open" : "over"),
                            halves(trial));
                });
    }

    private static Outcome end(Trial trial, String local) {
        Outcome outcome = trial.start("check", "unknown").act(Command.transact(local));
        trial.expectStored(outcome);
        trial.require(
                trial.until(() -> !trial.requests(RequestCode.END_TRANSACTION).isEmpty()),
                "END_TRANSACTION",
                trial.requests(RequestCode.END_TRANSACTION));
        return outcome;
    }

    /** A half message whose end is unknown; begins to look at the wire from here on. */
    private static Outcome open(Trial trial, Subject subject) {
        Outcome outcome = subject.act(Command.transact("unknown"));
        trial.expectStored(outcome);
        heard(trial);
        trial.pass(Duration.ofMillis(100));
        trial.cluster().journal().clear();
        return outcome;
    }

    /** The broker that has the half message knows by a heartbeat whom to ask. */
    private static void heard(Trial trial) {
        trial.require(
                trial.until(
                        () -> trial.cluster().masters().stream()
                                .anyMatch(broker -> !broker.producerGroups().isEmpty()
                                        && !broker.halfMessages().isEmpty()),
                        Duration.ofSeconds(10)),
                "a heartbeat at the broker that has the half message",
                trial.requests(RequestCode.HEART_BEAT).size());
    }

    private static void check(Trial trial) {
        int asked = 0;
        for (FakeBroker broker : trial.cluster().masters()) {
            asked += broker.checkTransactions();
        }
        trial.require(asked > 0, "a member of the group to ask", asked);
    }

    private static int halves(Trial trial) {
        return trial.cluster().masters().stream()
                .mapToInt(broker -> broker.halfMessages().size())
                .sum();
    }

    private static List<EndTransactionHeader> ended(Trial trial) {
        List<EndTransactionHeader> headers = new ArrayList<>();
        for (JournalEntry entry : trial.requests(RequestCode.END_TRANSACTION)) {
            Frame frame = entry.request();
            try {
                headers.add(EndTransactionHeader.from(frame));
            } catch (MalformedHeaderException e) {
                trial.expect(false, "a header that can be read", frame);
            }
        }
        return headers;
    }
}
