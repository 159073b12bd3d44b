// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.send.ResponseRules.Certainty;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row for each row of the table of answers: what it says about the message, and what a sender does about it. */
class ResponseRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, STORED, false",
        "10, STORED, false",
        "11, STORED, false",
        "12, STORED, false",
        "1, UNKNOWN, true",
        "2, REFUSED, true",
        "3, REFUSED, false",
        "4, REFUSED, false",
        "13, REFUSED, false",
        "14, REFUSED, true",
        "15, REFUSED, false",
        "16, REFUSED, true",
        "17, REFUSED, true",
        "26, REFUSED, false",
        "29, REFUSED, false",
        "204, REFUSED, true",
        "205, REFUSED, true",
        "215, REFUSED, false",
        "501, REFUSED, false",
        "604, REFUSED, false",
        "1500, REFUSED, true",
        "2000, REFUSED, false",
        "2016, REFUSED, false",
        "-7, UNKNOWN, false",
        "2147483647, UNKNOWN, false"
    })
    void saysWhatAnAnswerMeans(int code, Certainty certainty, boolean retried) {
        ResponseRules rules = ResponseRules.of(code);
        assertThat(rules.certainty()).isEqualTo(certainty);
        assertThat(rules.retried()).isEqualTo(retried);
    }

    /** The official client isolates a healthy broker for a poison message (hazard of B-FAULT-08). */
    @ParameterizedTest
    @CsvSource({"13", "16", "17", "29", "215", "501", "26"})
    void whatConcernsTheMessageIsNotHeldAgainstTheBroker(int code) {
        assertThat(ResponseRules.of(code).aboutBroker()).isFalse();
    }

    @Property
    void everyCodeHasAMeaningAndOnlyTheKnownOnesAreCertain(@ForAll int code) {
        ResponseRules rules = ResponseRules.of(code);
        if (code < 0 || code > 3000) {
            assertThat(rules.certainty()).isEqualTo(Certainty.UNKNOWN);
            assertThat(rules.retried()).isFalse();
        }
    }
}
