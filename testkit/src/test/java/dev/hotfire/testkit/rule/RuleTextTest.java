// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.BrokerAnswer;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.Malformation;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.fake.server.Trigger;
import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTextTest {
    // ---- text to rule ----

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("{fault: silent}", FaultRule.onSends().silent()),
                arguments(
                        "fault: silent\nserver: broker-b\nnth: 3",
                        FaultRule.onSends().server("broker-b").nth(3).silent()),
                arguments(
                        "{\"on\": \"any\", \"fault\": {\"delay\": \"5ms\"}}",
                        FaultRule.onAny().delay(Duration.ofMillis(5))),
                arguments(
                        "{on: [heartbeat, SEND_MESSAGE, 4711], fault: park}",
                        FaultRule.on(RequestCode.SEND_MESSAGE, RequestCode.HEART_BEAT, 4711)
                                .park()),
                arguments(
                        "{queue: 2, group: g, client: c@1, connection: 7, peer: 127.0.0.1, key: k, tag: t, fault: serve}",
                        FaultRule.when(RequestPattern.sends()
                                        .queue(2)
                                        .group("g")
                                        .client("c@1")
                                        .connection(7)
                                        .peer("127.0.0.1")
                                        .withKey("k")
                                        .withTag("t"))
                                .serve()),
                arguments(
                        "{property: {a: 1, b: two}, field: {n: x}, bodyBytes: {min: 5}, body: hello, oneway: true, fault: silent}",
                        FaultRule.when(RequestPattern.sends()
                                        .withProperty("a", "1")
                                        .withProperty("b", "two")
                                        .withField("n", "x")
                                        .withBodyBytes(5, Integer.MAX_VALUE)
                                        .withBodyContaining("hello")
                                        .oneway(true))
                                .silent()),
                arguments(
                        "{from: 1s, for: 2s, priority: -3, optional: true, name: mine, fault: answer-twice}",
                        FaultRule.onSends()
                                .until(Duration.ofSeconds(3))
                                .from(Duration.ofSeconds(1))
                                .priority(-3)
                                .optional()
                                .named("mine")
                                .answerTwice()),
                arguments(
                        "{ramp: {from: 0, to: 0.5, within: 10s}, fault: swap-opaques}",
                        FaultRule.onSends().ramp(0, 0.5, Duration.ofSeconds(10)).swapOpaques()),
                arguments("{fault: {answer: SYSTEM_BUSY}}", FaultRule.onSends().answer(BrokerAnswer.REJECT_REQUEST)),
                arguments("{fault: {answer: overload}}", FaultRule.onSends().answer(BrokerAnswer.OVERLOAD)),
                arguments(
                        "{fault: {answer: 2, remark: ''}}", FaultRule.onSends().answer(2, null)),
                arguments("{fault: {answer: 4711}}", FaultRule.onSends().answer(4711, null)),
                arguments(
                        "{fault: {store-then-answer: FLUSH_DISK_TIMEOUT}}",
                        FaultRule.onSends().storeThenAnswer(ResponseCode.FLUSH_DISK_TIMEOUT, null)),
                arguments("{fault: {malform: no-fields}}", FaultRule.onSends().malform(Malformation.NO_FIELDS)),
                arguments("{fault: {damage: length-huge}}", FaultRule.onSends().damage(AnswerDamage.LENGTH_HUGE)),
                arguments("{fault: {dribble: 10ms}}", FaultRule.onSends().dribble(1, Duration.ofMillis(10))),
                arguments(
                        "{fault: {reset-then-store: {min: 1ms, max: 3ms}}}",
                        FaultRule.onSends()
                                .then(new FaultAction.ResetThenStore(
                                        Latency.uniform(Duration.ofMillis(1), Duration.ofMillis(3))))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsSayRules(String text, FaultRule rule) {
        assertThat(RuleText.parse(text)).isEqualTo(rule);
    }

    @Test
    void listsOfRulesKeepTheirOrder() {
        assertThat(RuleText.parseAll("f", "[{fault: silent}, {fault: park}]", KnownNames.any()))
                .containsExactly(
                        FaultRule.onSends().silent(), FaultRule.onSends().park());
        assertThat(RuleText.parseAll("f", "fault: silent", KnownNames.any()))
                .containsExactly(FaultRule.onSends().silent());
    }

    // ---- texts that are no rules ----

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("", "1:1: nothing (expected: a rule)"),
                arguments("{topic: orders}", "1:1: a rule without 'fault' (expected: the field 'fault')"),
                arguments("{topik: orders, fault: silent}", "1:2: unknown field 'topik'", "did you mean 'topic'?)"),
                arguments("fault: silent\nqueue: -1", "2:8: '-1' (expected: a whole number from 0 to 2147483647)"),
                arguments(
                        "{nth: 1, every: 2, fault: silent}",
                        "1:10: 'every' next to 'nth' (expected: only one of them)"),
                arguments("{on: SEND_MESAGE, fault: silent}", "1:6: 'SEND_MESAGE'", "did you mean 'SEND_MESSAGE'?)"),
                arguments("{on: [any, send], fault: silent}", "1:7: 'any' among others"),
                arguments("{property: x, fault: silent}", "1:12: 'x' (expected: a mapping: properties"),
                arguments("{bodyBytes: {min: 5, max: 4}, fault: silent}", "1:27: '4' (expected: a whole number from 5"),
                arguments("{fault: {damage: lenght-huge}}", "1:18: 'lenght-huge'", "did you mean 'length-huge'?)"),
                arguments("{fault: {answer: overlord}}", "1:18: unknown response code", "did you mean 'overload'?)"),
                arguments("{fault: dribble}", "1:9: fault 'dribble' without its value (expected: {dribble: ...})"),
                arguments(
                        "{server: broker-c, fault: silent}",
                        "1:10: unknown name 'broker-c'",
                        "did you mean 'broker-a'?)"),
                arguments(
                        "{ramp: {from: 0, to: 2, within: 1s}, fault: silent}",
                        "1:22: '2' (expected: a number from 0 to 1)"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenTextsAreRefusedWithPlaceAndReason(ArgumentsAccessor arguments) {
        String text = arguments.getString(0);
        assertThatThrownBy(() ->
                        RuleText.parse("rules.yaml", text, KnownNames.ofServers(List.of("broker-a", "namesrv-1"))))
                .isInstanceOf(RuleException.class)
                .message()
                .startsWith("rules.yaml:" + arguments.getString(1))
                .endsWith(arguments.size() > 2 ? arguments.getString(2) : "")
                .hasLineCount(1);
    }

    // ---- rule to text ----

    @Test
    void aRuleIsOneLineOfJson() {
        FaultRule rule = FaultRule.when(RequestPattern.sends().to("broker-b").withProperty("say", "\"hi\"\n"))
                .nth(3)
                .answer(2, "no");
        assertThat(RuleText.format(rule))
                .isEqualTo(
                        "{\"on\": \"send\", \"server\": \"broker-b\", \"property\": {\"say\": "
                                + "\"\\\"hi\\\"\\u000a\"}, \"nth\": 3, \"fault\": {\"answer\": \"SYSTEM_BUSY\", \"remark\": \"no\"}}");
    }

    @Test
    void aRuleWithCodeInItHasNoText() {
        FaultRule predicate = FaultRule.onSends().where(frame -> true).silent();
        FaultRule function = FaultRule.onSends().control(request -> new FaultAction.Serve());
        assertThat(RuleText.isData(predicate)).isFalse();
        assertThat(RuleText.isData(function)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleText.format(predicate))
                .withMessageContaining("a predicate (expected: a rule of data only)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleText.format(function))
                .withMessageContaining("a function");
    }

    @Property(tries = 500)
    void whatIsWrittenReadsAsTheSameRule(@ForAll("rules") FaultRule rule) {
        assertThat(RuleText.parse(RuleText.format(rule))).isEqualTo(rule);
    }

    @Provide
    Arbitrary<FaultRule> rules() {
        return Combinators.combine(
                        patterns(),
                        triggers(),
                        actions(),
                        Arbitraries.longs().between(0, 5_000_000),
                        Arbitraries.integers())
                .as((pattern, trigger, action, nanos, priority) -> {
                    FaultRule.Builder rule =
                            FaultRule.when(pattern).trigger(trigger).priority(priority);
                    if (nanos % 2 == 0) {
                        rule.until(Duration.ofNanos(nanos + 1))
                                .from(Duration.ofNanos(nanos))
                                .named("rule " + nanos);
                    }
                    return rule.optional(nanos % 3 == 0).then(action);
                });
    }

    private static Arbitrary<RequestPattern> patterns() {
        Arbitrary<String> text =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(8).map(s -> "x" + s + "y");
        Arbitrary<Set<Integer>> codes = Arbitraries.of(
                Set.of(), RequestPattern.SEND_CODES, Set.of(34), Set.of(105), Set.of(10, 34), Set.of(9_999, 310, -4));
        return Combinators.combine(codes, text, text, Arbitraries.integers().between(0, 1 << 10))
                .as((of, a, b, bits) -> {
                    RequestPattern pattern = RequestPattern.of(of);
                    pattern = (bits & 1) == 0 ? pattern : pattern.to(a);
                    pattern = (bits & 2) == 0 ? pattern : pattern.topic(b);
                    pattern = (bits & 4) == 0 ? pattern : pattern.queue(bits);
                    pattern = (bits & 8) == 0 ? pattern : pattern.group(a);
                    pattern = (bits & 16) == 0 ? pattern : pattern.withKey(b);
                    pattern = (bits & 32) == 0
                            ? pattern
                            : pattern.withProperty(a, b).withProperty(b + "2", a);
                    pattern = (bits & 64) == 0 ? pattern : pattern.withBodyBytes(bits, bits + bits % 3);
                    pattern = (bits & 128) == 0 ? pattern : pattern.withBodyContaining(a);
                    return (bits & 256) == 0 ? pattern : pattern.oneway(bits % 2 == 0);
                });
    }

    private static Arbitrary<Trigger> triggers() {
        return Arbitraries.of(
                new Trigger.Always(),
                new Trigger.Nth(Long.MAX_VALUE),
                new Trigger.First(3),
                new Trigger.Every(2),
                new Trigger.Chance(1e-9),
                new Trigger.Ramp(1, 0.25, Duration.ofMillis(1500)));
    }

    private static Arbitrary<FaultAction> actions() {
        List<FaultAction> all = new ArrayList<>(FaultWords.BY_WORD.values());
        Latency latency = Latency.logNormal(Duration.ofMillis(2), 0.4);
        all.add(new FaultAction.Delay(latency));
        all.add(new FaultAction.StoreThenDelay(Latency.constant(Duration.ofNanos(1))));
        all.add(new FaultAction.CloseThenStore(Latency.constant(Duration.ZERO)));
        all.add(new FaultAction.ResetThenStore(latency));
        all.add(new FaultAction.Dribble(3, Duration.ofMillis(1)));
        Arrays.stream(Malformation.values()).forEach(kind -> all.add(new FaultAction.Malform(kind)));
        Arrays.stream(AnswerDamage.values()).forEach(kind -> all.add(new FaultAction.Damage(kind)));
        for (BrokerAnswer answer : BrokerAnswer.values()) {
            all.add(new FaultAction.Answer(answer.code(), answer.remark()));
            all.add(new FaultAction.StoreThenAnswer(answer.code(), null));
        }
        all.add(new FaultAction.Answer(-1, "\u0007 \ud83d\ude00"));
        return Arbitraries.of(all);
    }
}
