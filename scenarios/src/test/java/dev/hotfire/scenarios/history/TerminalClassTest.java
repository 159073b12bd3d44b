// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.SendStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TerminalClassTest {
    private static final AttemptOutcome STORED = new AttemptOutcome.Stored(SendStatus.SEND_OK, 7);
    private static final AttemptOutcome WEAK = new AttemptOutcome.Stored(SendStatus.FLUSH_DISK_TIMEOUT, 7);
    private static final AttemptOutcome REFUSED = new AttemptOutcome.Refused(2, "busy");
    private static final AttemptOutcome UNKNOWN = new AttemptOutcome.Unknown(-1, "connection lost");

    @Test
    void sendWithoutAnAttemptIsAFailureForCertain() {
        assertThat(TerminalClass.of(List.of())).isEqualTo(TerminalClass.FAIL);
    }

    @Test
    void refusalsAloneAreAFailureForCertain() {
        assertThat(TerminalClass.of(List.of(REFUSED, REFUSED))).isEqualTo(TerminalClass.FAIL);
    }

    @Test
    void oneUnknownAmongRefusalsLeavesItOpen() {
        assertThat(TerminalClass.of(List.of(REFUSED, UNKNOWN, REFUSED))).isEqualTo(TerminalClass.INFO);
        assertThat(TerminalClass.of(List.of(UNKNOWN))).isEqualTo(TerminalClass.INFO);
    }

    @Test
    void successAfterUnknownIsASuccess() {
        assertThat(TerminalClass.of(List.of(UNKNOWN, REFUSED, STORED))).isEqualTo(TerminalClass.OK);
    }

    @Test
    void weakSuccessIsWeakUnlessAnotherAttemptDidBetter() {
        assertThat(TerminalClass.of(List.of(UNKNOWN, WEAK))).isEqualTo(TerminalClass.OK_WEAK);
        assertThat(TerminalClass.of(List.of(WEAK, UNKNOWN))).isEqualTo(TerminalClass.OK_WEAK);
        assertThat(TerminalClass.of(List.of(WEAK, STORED))).isEqualTo(TerminalClass.OK);
    }

    @Test
    void eachStatusHasAClass() {
        assertThat(TerminalClass.of(SendStatus.SEND_OK)).isEqualTo(TerminalClass.OK);
        assertThat(TerminalClass.of(SendStatus.FLUSH_DISK_TIMEOUT)).isEqualTo(TerminalClass.OK_WEAK);
        assertThat(TerminalClass.of(SendStatus.FLUSH_SLAVE_TIMEOUT)).isEqualTo(TerminalClass.OK_WEAK);
        assertThat(TerminalClass.of(SendStatus.SLAVE_NOT_AVAILABLE)).isEqualTo(TerminalClass.OK_WEAK);
    }

    /** The rule as the reference words it, written down a second time and in another way. */
    @Property
    void everyListOfOutcomesHasTheClassThatTheReferenceGivesIt(@ForAll("outcomes") List<AttemptOutcome> outcomes) {
        TerminalClass expected;
        if (outcomes.contains(STORED)) {
            expected = TerminalClass.OK;
        } else if (outcomes.contains(WEAK)) {
            expected = TerminalClass.OK_WEAK;
        } else if (outcomes.contains(UNKNOWN)) {
            expected = TerminalClass.INFO;
        } else {
            expected = TerminalClass.FAIL;
        }
        assertThat(TerminalClass.of(outcomes)).isEqualTo(expected);
    }

    @Property
    void orderOfAttemptsDoesNotMatter(@ForAll("outcomes") List<AttemptOutcome> outcomes) {
        List<AttemptOutcome> reversed = new ArrayList<>(outcomes);
        Collections.reverse(reversed);
        assertThat(TerminalClass.of(reversed)).isEqualTo(TerminalClass.of(outcomes));
    }

    @Provide
    Arbitrary<List<AttemptOutcome>> outcomes() {
        return Arbitraries.of(STORED, WEAK, REFUSED, UNKNOWN).list().ofMaxSize(6);
    }
}
