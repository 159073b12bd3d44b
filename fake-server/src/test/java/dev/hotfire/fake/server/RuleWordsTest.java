// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules in words, as reports, journals and pages say them. */
final class RuleWordsTest {
    @Test
    void saysWhichRequestsAndWhatHappensToThem() {
        assertThat(FaultRule.onSends().topic("orders").once().storeThenSilent().description())
                .isEqualTo("the first of all sends, topic orders: stored, no answer");
        assertThat(FaultRule.onSends()
                        .topic("orders")
                        .server("broker-b")
                        .first(3)
                        .delay(Duration.ofMillis(400))
                        .description())
                .isEqualTo("the first 3 sends at broker-b, topic orders: stored late, answered late (400 ms)");
        assertThat(FaultRule.onAny().every(3).answer(2).description())
                .isEqualTo("one in 3 requests: refused with a code, nothing stored (SYSTEM_BUSY)");
        assertThat(FaultRule.on(RequestCode.HEART_BEAT)
                        .chance(0.07)
                        .from(Duration.ofMillis(1_500))
                        .until(Duration.ofMillis(21_500))
                        .priority(2)
                        .silent()
                        .description())
                .isEqualTo("7 % of heartbeats, after 1500 ms, for 20 s, priority 2: no answer, nothing stored");
        assertThat(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                        .nth(2)
                        .storeThenDelay(Latency.uniform(
                                Duration.ofMillis(1), Duration.ofNanos(5_500).plusMillis(1)))
                        .description())
                .isEqualTo("only number 2 of route look-ups: stored at once, answered late (1 ms to 1005500 ns)");
        assertThat(FaultRule.onSends()
                        .ramp(0.1, 0.5, Duration.ofSeconds(5))
                        .closeBefore()
                        .description())
                .isEqualTo("10 % to 50 % within 5 s of sends: connection closed, nothing stored");
    }

    /** A new action needs words of its own. */
    @Test
    void noActionShowsHowItIsWrittenInJava() {
        List<String> named = Arrays.stream(FaultAction.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
        List<FaultAction> actions = List.of(
                new FaultAction.Answer(2, null),
                new FaultAction.StoreThenAnswer(2, null),
                new FaultAction.Delay(Latency.none()),
                new FaultAction.StoreThenDelay(Latency.logNormal(Duration.ofMillis(3), 1)),
                new FaultAction.CloseThenStore(Latency.none()),
                new FaultAction.ResetThenStore(Latency.none()),
                new FaultAction.Malform(Malformation.NO_FIELDS),
                new FaultAction.Damage(AnswerDamage.TRUNCATED),
                new FaultAction.Dribble(1, Duration.ofMillis(10)),
                new FaultAction.Silent(),
                new FaultAction.CloseBefore(),
                new FaultAction.ResetBefore(),
                new FaultAction.HalfCloseBefore(),
                new FaultAction.BlackholeBefore(),
                new FaultAction.CrashBefore(),
                new FaultAction.StoreThenSilent(),
                new FaultAction.StoreThenClose(),
                new FaultAction.StoreThenReset(),
                new FaultAction.StoreThenHalfClose(),
                new FaultAction.StoreThenBlackhole(),
                new FaultAction.StoreThenCrash(),
                new FaultAction.AnswerTwice(),
                new FaultAction.WrongOpaque(),
                new FaultAction.SwapOpaques(),
                new FaultAction.AnswerElsewhere(),
                new FaultAction.Park(),
                new FaultAction.StoreThenPark(),
                new FaultAction.Serve(),
                new FaultAction.PassOn(),
                new FaultAction.Control(request -> new FaultAction.Serve()),
                new FaultAction.Alter(frame -> frame),
                new FaultAction.AnswerWith(request -> request.frame()),
                new FaultAction.Rewrite(frame -> frame));
        assertThat(actions)
                .extracting(action -> action.getClass().getSimpleName())
                .hasSameElementsAs(named);
        for (FaultAction action : actions) {
            assertThat(FaultRule.onSends().then(action).description())
                    .startsWith("all sends: ")
                    .doesNotContain("[", "]", action.getClass().getSimpleName());
        }
    }
}
