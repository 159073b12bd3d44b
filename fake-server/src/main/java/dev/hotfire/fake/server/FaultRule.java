// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One fault: which requests, which of them, within which time, and what happens to them. Immutable; equal if all its parts
 * are.
 *
 * <pre>{@code
 * FaultRule.onSends().topic("orders").nth(3).answer(BrokerAnswer.REJECT_REQUEST)
 * FaultRule.onSends().server("broker-a").chance(0.1).storeThenSilent()
 * FaultRule.when(sends().to("broker-b").group("pg-orders")).nth(3).storeThenSilent()
 * }</pre>
 *
 * It does nothing until it is {@linkplain FaultRules#add added} to the rules of a server.
 */
public final class FaultRule {
    private final @Nullable String givenName;
    private final RequestPattern pattern;
    private final Trigger trigger;
    private final long fromNanos;
    private final long untilNanos;
    private final int priority;
    private final boolean optional;
    private final FaultAction action;

    private FaultRule(Builder builder, FaultAction action) {
        this.action = requireNonNull(action, "action");
        this.pattern = builder.pattern;
        this.trigger = builder.trigger;
        this.fromNanos = builder.fromNanos;
        this.untilNanos = builder.untilNanos;
        this.priority = builder.priority;
        this.optional = builder.optional;
        this.givenName = builder.name;
    }

    /** Starts a rule for requests with one of these codes, see {@link RequestCode}. */
    public static Builder on(int requestCode, int... more) {
        return when(RequestPattern.on(requestCode, more));
    }

    /** Starts a rule for requests that bring messages: codes 10, 310, 320, 324 and 325. */
    public static Builder onSends() {
        return when(RequestPattern.sends());
    }

    /** Starts a rule for every request. */
    public static Builder onAny() {
        return when(RequestPattern.any());
    }

    /** Starts a rule for such requests. */
    public static Builder when(RequestPattern pattern) {
        return new Builder(pattern);
    }

    /** Given by the builder, or else a description. Names the rule in the journal. */
    public String name() {
        return givenName != null ? givenName : description();
    }

    /** The name that was given, null if none was. */
    public @Nullable String givenName() {
        return givenName;
    }

    /** What the rule does to which requests, in words. */
    public String description() {
        return RuleWords.of(this);
    }

    /** Which requests it is about. */
    public RequestPattern pattern() {
        return pattern;
    }

    /** Which of the matching requests it acts on. */
    public Trigger trigger() {
        return trigger;
    }

    /** How long after it was added it comes into force. */
    public Duration from() {
        return Duration.ofNanos(fromNanos);
    }

    /** How long after it was added it ends, null if it doesn't end by itself. */
    public @Nullable Duration until() {
        return untilNanos == Long.MAX_VALUE ? null : Duration.ofNanos(untilNanos);
    }

    /** Higher ones are asked first; 0 unless told otherwise. */
    public int priority() {
        return priority;
    }

    /** Whether it is all right if it never acts. */
    public boolean isOptional() {
        return optional;
    }

    /** What it does. */
    public FaultAction action() {
        return action;
    }

    /** A builder that makes this rule again, for other actions or with changes. */
    public Builder toBuilder() {
        Builder builder = new Builder(pattern);
        builder.trigger = trigger;
        builder.fromNanos = fromNanos;
        builder.untilNanos = untilNanos;
        builder.priority = priority;
        builder.optional = optional;
        builder.name = givenName;
        return builder;
    }

    /** Whether the request meets all criteria; trigger and time aside. */
    boolean matches(SeenRequest request) {
        return pattern.matches(request);
    }

    /** Whether the rule is in force this long after it was added. */
    boolean inForceAt(long ageNanos) {
        return ageNanos >= fromNanos && ageNanos < untilNanos;
    }

    /** Whether the rule's time is over, this long after it was added. */
    boolean isOverAt(long ageNanos) {
        return ageNanos >= untilNanos;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FaultRule rule
                && Objects.equals(givenName, rule.givenName)
                && pattern.equals(rule.pattern)
                && trigger.equals(rule.trigger)
                && fromNanos == rule.fromNanos
                && untilNanos == rule.untilNanos
                && priority == rule.priority
                && optional == rule.optional
                && action.equals(rule.action);
    }

    @Override
    public int hashCode() {
        return Objects.hash(givenName, pattern, trigger, fromNanos, untilNanos, priority, optional, action);
    }

    @Override
    public String toString() {
        return name();
    }

    /** Collects the criteria, which must all be met, and ends with the action. For one thread. */
    public static final class Builder {
        private RequestPattern pattern;
        private Trigger trigger = new Trigger.Always();
        private long fromNanos;
        private long untilNanos = Long.MAX_VALUE;
        private int priority;
        private boolean optional;
        private @Nullable String name;

        private Builder(RequestPattern pattern) {
            this.pattern = requireNonNull(pattern, "pattern");
        }

        /** Only requests about this topic. */
        public Builder topic(String topic) {
            return only(pattern.topic(topic));
        }

        /** Only requests about this queue id. */
        public Builder queueId(int queueId) {
            return only(pattern.queue(queueId));
        }

        /** Only requests of this producer group. */
        public Builder producerGroup(String group) {
            return only(pattern.group(group));
        }

        /** Only requests of this producer or consumer group. */
        public Builder group(String group) {
            return only(pattern.group(group));
        }

        /** Only requests that reach the server of this name: a broker's name, or a name server's. */
        public Builder server(String server) {
            return only(pattern.to(server));
        }

        /** Only requests of the client with this id, as its heartbeats gave it; none before its first heartbeat. */
        public Builder clientId(String clientId) {
            return only(pattern.client(clientId));
        }

        /** Only requests over connections from such an address. */
        public Builder peer(Predicate<Address> peer) {
            return only(pattern.wherePeer(peer));
        }

        /** Only messages with this tag. Of a batch, one message with it is enough. */
        public Builder tag(String tag) {
            return only(pattern.withTag(tag));
        }

        /** Only messages with this key, or whose unique key it is. Of a batch, one message with it is enough. */
        public Builder key(String key) {
            return only(pattern.withKey(key));
        }

        /** Only messages with this property. Of a batch, one message with it is enough. */
        public Builder property(String propertyName, String value) {
            return only(pattern.withProperty(propertyName, value));
        }

        /** Only requests with a body of at least so many bytes. */
        public Builder bodyOfAtLeast(int bytes) {
            return only(pattern.withBodyBytes(bytes, Integer.MAX_VALUE));
        }

        /** Only messages with this text in their bodies. Of a batch, one message with it is enough. */
        public Builder bodyContaining(String text) {
            return only(pattern.withBodyContaining(text));
        }

        /** Only frames that the predicate accepts. It must be quick, and free of effects. */
        public Builder where(Predicate<Frame> predicate) {
            return only(pattern.whereFrame(predicate));
        }

        private Builder only(RequestPattern narrower) {
            this.pattern = narrower;
            return this;
        }

        /** Acts on the first match alone. */
        public Builder once() {
            return trigger(new Trigger.First(1));
        }

        /** Acts on the n-th match alone, counted from 1. */
        public Builder nth(long n) {
            return trigger(new Trigger.Nth(n));
        }

        /** Acts on the first n matches. */
        public Builder first(long n) {
            return trigger(new Trigger.First(n));
        }

        /** Acts on every n-th match. */
        public Builder every(long n) {
            return trigger(new Trigger.Every(n));
        }

        /** Acts on each match with this probability, 0 to 1. */
        public Builder chance(double probability) {
            return trigger(new Trigger.Chance(probability));
        }

        /** Acts on each match with a probability that goes evenly from one value to another, within this time. */
        public Builder ramp(double fromProbability, double toProbability, Duration within) {
            return trigger(new Trigger.Ramp(fromProbability, toProbability, within));
        }

        /** Acts on the matches that the trigger selects; all of them, unless told otherwise. */
        public Builder trigger(Trigger newTrigger) {
            this.trigger = requireNonNull(newTrigger, "trigger");
            return this;
        }

        /** In force only from this long after the rule is added. */
        public Builder from(Duration from) {
            return window(from.toNanos(), untilNanos);
        }

        /** In force only until this long after the rule is added; then it is gone. */
        public Builder until(Duration until) {
            return window(fromNanos, until.toNanos());
        }

        private Builder window(long from, long until) {
            if (from < 0) {
                throw new IllegalArgumentException("from: " + Duration.ofNanos(from) + " (expected: not negative)");
            }
            if (until <= from) {
                throw new IllegalArgumentException("until: " + Duration.ofNanos(until) + " (expected: later than from, "
                        + "which is " + Duration.ofNanos(from) + ")");
            }
            this.fromNanos = from;
            this.untilNanos = until;
            return this;
        }

        /** Higher ones are asked first, and among equals the newest; 0 unless told otherwise. */
        public Builder priority(int newPriority) {
            this.priority = newPriority;
            return this;
        }

        /** Says that it is all right if the rule never acts. */
        public Builder optional() {
            return optional(true);
        }

        /** Whether it is all right if the rule never acts; it is not unless told otherwise. */
        public Builder optional(boolean newOptional) {
            this.optional = newOptional;
            return this;
        }

        /** Names the rule in the journal. */
        public Builder named(String newName) {
            this.name = requireNonNull(newName, "name");
            return this;
        }

        /** The rule, with {@link FaultAction.Answer}. */
        public FaultRule answer(int code, @Nullable String remark) {
            return then(new FaultAction.Answer(code, remark));
        }

        /** The rule, with {@link FaultAction.Answer}, in the words that a real broker has for it. */
        public FaultRule answer(BrokerAnswer answer) {
            return answer(answer.code(), answer.remark());
        }

        /** The rule, with {@link FaultAction.Answer}, in the words that a real broker has for this code, if it has any. */
        public FaultRule answer(int code) {
            return answer(code, BrokerAnswer.remarkOf(code));
        }

        /** The rule, with {@link FaultAction.AnswerWith}. */
        public FaultRule answerWith(Function<Request, Frame> answer) {
            return then(new FaultAction.AnswerWith(answer));
        }

        /** The rule, with {@link FaultAction.Delay}. */
        public FaultRule delay(Duration delay) {
            return delay(Latency.constant(delay));
        }

        /** The rule, with {@link FaultAction.Delay}. */
        public FaultRule delay(Latency latency) {
            return then(new FaultAction.Delay(latency));
        }

        /** The rule, with {@link FaultAction.Silent}. */
        public FaultRule silent() {
            return then(new FaultAction.Silent());
        }

        /** The rule, with {@link FaultAction.CloseBefore}. */
        public FaultRule closeBefore() {
            return then(new FaultAction.CloseBefore());
        }

        /** The rule, with {@link FaultAction.ResetBefore}. */
        public FaultRule resetBefore() {
            return then(new FaultAction.ResetBefore());
        }

        /** The rule, with {@link FaultAction.CrashBefore}. */
        public FaultRule crashBefore() {
            return then(new FaultAction.CrashBefore());
        }

        /** The rule, with {@link FaultAction.StoreThenSilent}. */
        public FaultRule storeThenSilent() {
            return then(new FaultAction.StoreThenSilent());
        }

        /** The rule, with {@link FaultAction.StoreThenClose}. */
        public FaultRule storeThenClose() {
            return then(new FaultAction.StoreThenClose());
        }

        /** The rule, with {@link FaultAction.StoreThenReset}. */
        public FaultRule storeThenReset() {
            return then(new FaultAction.StoreThenReset());
        }

        /** The rule, with {@link FaultAction.StoreThenCrash}. */
        public FaultRule storeThenCrash() {
            return then(new FaultAction.StoreThenCrash());
        }

        /** The rule, with {@link FaultAction.StoreThenDelay}. */
        public FaultRule storeThenDelay(Duration delay) {
            return storeThenDelay(Latency.constant(delay));
        }

        /** The rule, with {@link FaultAction.StoreThenDelay}. */
        public FaultRule storeThenDelay(Latency latency) {
            return then(new FaultAction.StoreThenDelay(latency));
        }

        /** The rule, with {@link FaultAction.StoreThenAnswer}. */
        public FaultRule storeThenAnswer(int code, @Nullable String remark) {
            return then(new FaultAction.StoreThenAnswer(code, remark));
        }

        /** The rule, with {@link FaultAction.StoreThenAnswer}, in the words that a real broker has for this code, if any. */
        public FaultRule storeThenAnswer(int code) {
            return storeThenAnswer(code, BrokerAnswer.remarkOf(code));
        }

        /** The rule, with {@link FaultAction.AnswerTwice}. */
        public FaultRule answerTwice() {
            return then(new FaultAction.AnswerTwice());
        }

        /** The rule, with {@link FaultAction.WrongOpaque}. */
        public FaultRule wrongOpaque() {
            return then(new FaultAction.WrongOpaque());
        }

        /** The rule, with {@link FaultAction.Alter}. */
        public FaultRule alter(UnaryOperator<Frame> change) {
            return then(new FaultAction.Alter(change));
        }

        /** The rule, with {@link FaultAction.Serve}: such requests are kept from older rules. */
        public FaultRule serve() {
            return then(new FaultAction.Serve());
        }

        /** The rule, with {@link FaultAction.Rewrite}. */
        public FaultRule rewrite(UnaryOperator<Frame> change) {
            return then(new FaultAction.Rewrite(change));
        }

        /** The rule, with {@link FaultAction.Control}. */
        public FaultRule control(ControlFunction function) {
            return then(new FaultAction.Control(function));
        }

        /** The rule, with {@link FaultAction.Park}. */
        public FaultRule park() {
            return then(new FaultAction.Park());
        }

        /** The rule, with {@link FaultAction.StoreThenPark}. */
        public FaultRule storeThenPark() {
            return then(new FaultAction.StoreThenPark());
        }

        /** The rule, with {@link FaultAction.CloseThenStore}. */
        public FaultRule closeThenStore(Duration after) {
            return then(new FaultAction.CloseThenStore(Latency.constant(after)));
        }

        /** The rule, with {@link FaultAction.ResetThenStore}. */
        public FaultRule resetThenStore(Duration after) {
            return then(new FaultAction.ResetThenStore(Latency.constant(after)));
        }

        /** The rule, with {@link FaultAction.HalfCloseBefore}. */
        public FaultRule halfCloseBefore() {
            return then(new FaultAction.HalfCloseBefore());
        }

        /** The rule, with {@link FaultAction.StoreThenHalfClose}. */
        public FaultRule storeThenHalfClose() {
            return then(new FaultAction.StoreThenHalfClose());
        }

        /** The rule, with {@link FaultAction.BlackholeBefore}. */
        public FaultRule blackholeBefore() {
            return then(new FaultAction.BlackholeBefore());
        }

        /** The rule, with {@link FaultAction.StoreThenBlackhole}. */
        public FaultRule storeThenBlackhole() {
            return then(new FaultAction.StoreThenBlackhole());
        }

        /** The rule, with {@link FaultAction.SwapOpaques}. */
        public FaultRule swapOpaques() {
            return then(new FaultAction.SwapOpaques());
        }

        /** The rule, with {@link FaultAction.AnswerElsewhere}. */
        public FaultRule answerElsewhere() {
            return then(new FaultAction.AnswerElsewhere());
        }

        /** The rule, with {@link FaultAction.Malform}. */
        public FaultRule malform(Malformation malformation) {
            return then(new FaultAction.Malform(malformation));
        }

        /** The rule, with {@link FaultAction.Damage}. */
        public FaultRule damage(AnswerDamage damage) {
            return then(new FaultAction.Damage(damage));
        }

        /** The rule, with {@link FaultAction.Dribble}. */
        public FaultRule dribble(int bytes, Duration every) {
            return then(new FaultAction.Dribble(bytes, every));
        }

        /** The rule, with this action. */
        public FaultRule then(FaultAction action) {
            return new FaultRule(this, action);
        }
    }
}
