// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.send.ResponseRules.Certainty;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row for each row of the table of answers: what it says about the message. */
class ResponseRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, STORED",
        "10, STORED",
        "11, STORED",
        "12, STORED",
        "1, UNKNOWN",
        "2, REFUSED",
        "3, REFUSED",
        "4, REFUSED",
        "13, REFUSED",
        "14, REFUSED",
        "15, REFUSED",
        "16, REFUSED",
        "17, REFUSED",
        "26, REFUSED",
        "29, REFUSED",
        "204, REFUSED",
        "205, REFUSED",
        "215, REFUSED",
        "501, REFUSED",
        "604, REFUSED",
        "1500, REFUSED",
        "2000, REFUSED",
        "2016, REFUSED",
        "-7, UNKNOWN",
        "2147483647, UNKNOWN"
    })
    void saysWhatAnAnswerMeans(int code, Certainty certainty) {
        assertThat(ResponseRules.of(code).certainty()).isEqualTo(certainty);
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
        }
    }
}
