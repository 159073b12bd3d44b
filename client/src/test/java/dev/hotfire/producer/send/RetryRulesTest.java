// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRulesTest {
    private static RetryRules rules(Profile profile, UnaryOperator<ProducerConfig.Builder> settings) {
        ProducerConfig.Builder builder = ProducerConfig.builder("pg").nameServers("127.0.0.1:9876");
        return RetryRules.of(settings.apply(builder.profile(profile)).build());
    }

    private static RetryRules rules(Profile profile) {
        return rules(profile, settings -> settings);
    }

    @ParameterizedTest
    @CsvSource({
        "DEFAULT, SYNC, false, 4",
        "DEFAULT, ASYNC, false, 6",
        "DEFAULT, ONEWAY, false, 1",
        "DEFAULT, SYNC, true, 1",
        "DEFAULT, ASYNC, true, 1",
        "DEFAULT, ONEWAY, true, 1",
        "COMPATIBLE, SYNC, false, 4",
        "COMPATIBLE, ASYNC, false, 6",
        "COMPATIBLE, ONEWAY, false, 1",
        "COMPATIBLE, SYNC, true, 1",
        "COMPATIBLE, ASYNC, true, 6",
        "COMPATIBLE, ONEWAY, true, 1"
    })
    @Tag("B-RETRY-01")
    @Tag("B-ASYNC-05")
    @Tag("B-ASYNC-08")
    void attemptsAreCountedByKind(Profile profile, Ending ending, boolean chosen, int attempts) {
        RetryRules rules = rules(profile, settings -> settings.retries(3).asyncRetries(5));
        assertThat(rules.attempts(ending, chosen)).isEqualTo(attempts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 14, 16, 17, 204, 205, 1500})
    @Tag("B-RETRY-03")
    @Tag("B-ASYNC-06")
    void theOfficialCodesAreRetried(int code) {
        assertThat(rules(Profile.DEFAULT).afterAnswer(Ending.SYNC, code)).isTrue();
        assertThat(rules(Profile.DEFAULT).afterAnswer(Ending.ASYNC, code)).isTrue();
        assertThat(rules(Profile.COMPATIBLE).afterAnswer(Ending.SYNC, code)).isTrue();
        assertThat(rules(Profile.COMPATIBLE).afterAnswer(Ending.ASYNC, code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 13, 15, 26, 215, 604, 2000, 2016, 2017, 777, -7})
    @Tag("B-RETRY-03")
    void noOtherCodeIsRetriedUnlessTheUserSaysSo(int code) {
        assertThat(rules(Profile.DEFAULT).afterAnswer(Ending.SYNC, code)).isFalse();
        assertThat(rules(Profile.COMPATIBLE).afterAnswer(Ending.SYNC, code)).isFalse();
        RetryRules extended = rules(Profile.DEFAULT, settings -> settings.retriedCodes(Set.of(code)));
        assertThat(extended.afterAnswer(Ending.SYNC, code)).isTrue();
        assertThat(extended.afterAnswer(Ending.SYNC, ResponseCode.SYSTEM_BUSY)).isFalse();
    }

    /** The message is not stored, and another queue is there: officially the send fails. */
    @ParameterizedTest
    @ValueSource(ints = {29, 501})
    @Tag("B-RETRY-03")
    void aQueueThatIsGoneIsRetriedButNotOfficially(int code) {
        assertThat(rules(Profile.DEFAULT).afterAnswer(Ending.SYNC, code)).isTrue();
        assertThat(rules(Profile.DEFAULT).afterAnswer(Ending.ASYNC, code)).isTrue();
        assertThat(rules(Profile.COMPATIBLE).afterAnswer(Ending.SYNC, code)).isFalse();
    }

    @Test
    @Tag("B-RETRY-04")
    void anAttemptHasAnEvenShareOrOfficiallyAll() {
        assertThat(rules(Profile.DEFAULT).attemptNanos(Ending.SYNC, 3_000, 3)).isEqualTo(1_000);
        assertThat(rules(Profile.DEFAULT).attemptNanos(Ending.ASYNC, 2_000, 2)).isEqualTo(1_000);
        assertThat(rules(Profile.DEFAULT).attemptNanos(Ending.ASYNC, 1, 2)).isEqualTo(1);
        assertThat(rules(Profile.DEFAULT).attemptNanos(Ending.SYNC, 1_000, 1)).isEqualTo(1_000);
        assertThat(rules(Profile.COMPATIBLE).attemptNanos(Ending.SYNC, 3_000, 3))
                .isEqualTo(3_000);
        assertThat(rules(Profile.COMPATIBLE).attemptNanos(Ending.ASYNC, 3_000, 3))
                .isEqualTo(3_000);
    }

    /** However slow all brokers are: what an official attempt or a limit per attempt says is not stretched. */
    @Test
    void onlyAShareMayBeExceeded() {
        RetryRules shares = rules(Profile.DEFAULT);
        assertThat(shares.mayTakeLonger()).isTrue();
        assertThat(shares.mostNanos(Ending.SYNC, 3_000, 3)).isEqualTo(2_500);
        assertThat(shares.mostNanos(Ending.SYNC, 3_000, 1)).isEqualTo(3_000);

        RetryRules limited = rules(Profile.DEFAULT, settings -> settings.attemptTimeout(Duration.ofNanos(700)));
        assertThat(limited.mayTakeLonger()).isFalse();
        assertThat(limited.mostNanos(Ending.SYNC, 3_000, 3)).isEqualTo(700);

        RetryRules official = rules(Profile.COMPATIBLE);
        assertThat(official.mayTakeLonger()).isFalse();
        assertThat(official.mostNanos(Ending.SYNC, 3_000, 3)).isEqualTo(3_000);
    }

    @Test
    @Tag("B-RETRY-05")
    void aLimitPerAttemptCountsAsLongAsAnotherOneIsLeft() {
        for (Profile profile : Profile.values()) {
            RetryRules rules = rules(profile, settings -> settings.attemptTimeout(Duration.ofNanos(200)));
            assertThat(rules.attemptNanos(Ending.SYNC, 800, 3)).isEqualTo(200);
            assertThat(rules.attemptNanos(Ending.SYNC, 100, 3)).isEqualTo(100);
            assertThat(rules.attemptNanos(Ending.SYNC, 400, 1)).isEqualTo(400);
            assertThat(rules.attemptNanos(Ending.ASYNC, 800, 3)).isEqualTo(profile == Profile.DEFAULT ? 200 : 800);
        }
        RetryRules wide = rules(Profile.DEFAULT, settings -> settings.attemptTimeout(Duration.ofNanos(600)));
        assertThat(wide.attemptNanos(Ending.SYNC, 800, 2))
                .as("what was asked for, not half")
                .isEqualTo(600);
    }

    @Test
    @Tag("B-ASYNC-07")
    void silenceIsRetriedButNotInAnOfficiallyAsynchronousSend() {
        assertThat(rules(Profile.DEFAULT).afterSilence(Ending.ASYNC)).isTrue();
        assertThat(rules(Profile.COMPATIBLE).afterSilence(Ending.SYNC)).isTrue();
        assertThat(rules(Profile.COMPATIBLE).afterSilence(Ending.ASYNC)).isFalse();
    }

    @Test
    @Tag("B-RETRY-08")
    void aWeakSuccessIsRetriedOnlyOnDemand() {
        for (Profile profile : Profile.values()) {
            assertThat(rules(profile).afterWeakSuccess(Ending.SYNC)).isFalse();
            RetryRules asked = rules(profile, settings -> settings.retryWhenNotStored(true));
            assertThat(asked.afterWeakSuccess(Ending.SYNC)).isTrue();
            assertThat(asked.afterWeakSuccess(Ending.ASYNC)).isEqualTo(profile == Profile.DEFAULT);
        }
    }
}
