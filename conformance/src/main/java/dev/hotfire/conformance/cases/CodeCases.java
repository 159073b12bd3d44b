// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What brokers answer instead of success, in each mode. */
final class CodeCases {
    /** What is known of a copy once a broker gave such an answer. */
    private enum Copy {
        NONE,
        UNKNOWN
    }

    private CodeCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        refusal(
                cases,
                1,
                "system-error",
                true,
                Copy.UNKNOWN,
                "something went wrong inside, before or after it was stored");
        refusal(cases, 2, "busy", false, Copy.NONE, "it has too much to do");
        refusal(cases, 3, "not-supported", false, Copy.NONE, "it does not know the request");
        refusal(cases, 13, "message-illegal", false, Copy.NONE, "the message itself is wrong, so it is everywhere");
        refusal(cases, 14, "service-not-available", true, Copy.NONE, "its disk is full, or it is a slave");
        refusal(cases, 16, "no-permission", true, Copy.NONE, "nobody may write here");
        refusal(cases, 17, "topic-not-exist", true, Copy.NONE, "it has no such topic, though its neighbour may");
        refusal(cases, 29, "invalid-parameter", false, Copy.NONE, "the queue does not exist, for one");
        refusal(cases, 204, "no-buyer-id", true, Copy.NONE, "a unit's buyer is missing");
        refusal(cases, 205, "not-in-current-unit", true, Copy.NONE, "another unit is in charge");
        refusal(cases, 215, "flow-control", false, Copy.NONE, "a proxy limits the flow");
        refusal(cases, 501, "not-leader", false, Copy.NONE, "the static queue has moved");
        refusal(cases, 7_777, "of-the-future", false, Copy.UNKNOWN, "a code that no client has heard of");
        for (int code : new int[] {
            ResponseCode.FLUSH_DISK_TIMEOUT, ResponseCode.SLAVE_NOT_AVAILABLE, ResponseCode.FLUSH_SLAVE_TIMEOUT
        }) {
            weak(cases, code);
        }
        return cases;
    }

    /**
     * A refusal, for a synchronous and an asynchronous send.
     *
     * @param retried whether every release of the official client tries another broker after it in a synchronous send
     */
    private static void refusal(List<Case> cases, int code, String name, boolean retried, Copy copy, String why) {
        for (String mode : List.of("sync", "async")) {
            cases.add(Case.builder(Area.CODES, name + "-" + mode)
                    .restsOn("W-6", "B-RETRY-02", mode.equals("sync") ? "B-RETRY-03" : "B-ASYNC-06", "I9")
                    .needs(mode)
                    .says("All brokers answer " + code + ": " + why + ". "
                            + (mode.equals("sync") ? "A synchronous" : "An asynchronous")
                            + " send fails, the caller sees the code, and not more attempts are made than retries allow."
                            + (retried && mode.equals("sync") ? " Another broker must have been tried." : "")
                            + (copy == Copy.UNKNOWN ? " A copy may exist: whoever tells certainty tells unknown." : ""))
                    .script(trial -> allRefuse(trial, mode, code, retried, copy)));
        }
        cases.add(Case.builder(Area.CODES, name + "-once")
                .restsOn("W-6", "B-RETRY-02", "B-RETRY-03", "I13")
                .needs("sync")
                .says("One broker answers " + code + ": " + why + ". The next would take the message. "
                        + (retried
                                ? "The send must get there."
                                : "A send may give up or get there; whichever it is, caller and broker agree."))
                .script(trial -> oneRefuses(trial, code, retried)));
    }

    private static void allRefuse(Trial trial, String mode, int code, boolean retried, Copy copy) {
        trial.warm();
        trial.fault(FaultRule.onSends().answer(code, "told to refuse"));
        Outcome outcome = trial.send(mode);
        trial.expectFailed(outcome);
        trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
        trial.expect(outcome.ends() <= 1, "one end", outcome.call().answers());
        int attempts = trial.attempts().size();
        trial.expect(attempts >= 1 && attempts <= 3, "1 to 3 attempts, as 2 retries allow", trial.attempts());
        if (retried && mode.equals("sync")) {
            trial.expect(
                    attempts == 3, "all 3 attempts, since the code is one of those that are retried", trial.attempts());
        }
        trial.better(outcome.code() == code, "the code in what the caller sees", outcome);
        if (outcome.certainty() != null) {
            String certainty = copy == Copy.NONE ? "not-stored" : "unknown";
            trial.expect(certainty.equals(outcome.certainty()), "the caller is told " + certainty, outcome);
        }
    }

    private static void oneRefuses(Trial trial, int code, boolean retried) {
        trial.warm();
        trial.fault(FaultRule.onSends().first(1).answer(code, "told to refuse"));
        Outcome outcome = trial.send();
        int copies = trial.cluster().stored(Trial.TOPIC).size() - WARMED;
        trial.expect(
                copies == (outcome.stored() ? 1 : 0),
                "as many copies as the caller was told of",
                copies + " copies, " + outcome);
        trial.expect(trial.attempts().size() <= 2, "no attempt after a success", trial.attempts());
        if (retried) {
            trial.expectStored(outcome);
        } else if (code == ResponseCode.SYSTEM_BUSY) {
            trial.better(outcome.stored(), "another attempt after busy, as releases from 5.0 on make", outcome);
        }
        if (trial.attempts().size() == 2) {
            trial.expect(
                    !trial.attempts()
                            .get(0)
                            .server()
                            .equals(trial.attempts().get(1).server()),
                    "the second attempt at the other broker",
                    trial.attempts());
        }
    }

    private static final int WARMED = 8;

    private static void weak(List<Case> cases, int code) {
        String name = ResponseCode.nameOf(code).toLowerCase(Locale.ROOT).replace('_', '-');
        for (String mode : List.of("sync", "async")) {
            cases.add(Case.builder(Area.CODES, name + "-" + mode)
                    .restsOn("W-6", "B-RETRY-08")
                    .needs(mode)
                    .says("A broker answers " + code
                            + ": the message is stored, but less durably than asked for. That is "
                            + "a result with a status of its own, no failure, and no reason to send again.")
                    .script(trial -> {
                        trial.warm();
                        trial.fault(FaultRule.onSends().storeThenAnswer(code, null));
                        Outcome outcome = trial.send(mode);
                        trial.expectStored(outcome);
                        trial.expect(trial.attempts().size() == 1, "one attempt", trial.attempts());
                        trial.expect(
                                ResponseCode.nameOf(code).equals(outcome.text("status")),
                                "status " + ResponseCode.nameOf(code),
                                outcome);
                    }));
        }
        cases.add(Case.builder(Area.CODES, name + "-elsewhere")
                .restsOn("W-6", "B-RETRY-08", "B-RETRY-09")
                .needs("sync")
                .says("The same, for a user who asked for another broker in that case: two are tried at least, and if "
                        + "all say so, the last such result is returned.")
                .script(trial -> {
                    trial.fault(FaultRule.onSends().storeThenAnswer(code, null));
                    Outcome outcome = trial.start("retryWhenNotStored", true).act(Command.send("sync"));
                    trial.expectStored(outcome);
                    trial.expect(trial.wire().servers().size() == 2, "both brokers", trial.attempts());
                }));
    }
}
