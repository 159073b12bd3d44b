// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One fault: which requests, which of them, within which time, and what happens to them. Immutable.
 *
 * <pre>{@code
 * FaultRule.on(RequestCode.SEND_MESSAGE_V2).topic("orders").nth(3).answer(ResponseCode.SYSTEM_BUSY, "[REJECTREQUEST]")
 * FaultRule.onSends().server("broker-a").chance(0.1).storeThenSilent()
 * }</pre>
 *
 * It does nothing until it is {@linkplain FaultRules#add added} to the rules of a server.
 */
public final class FaultRule {
    private final String name;
    private final Predicate<Request> matcher;
    private final Trigger trigger;
    private final long fromNanos;
    private final long untilNanos;
    private final FaultAction action;

    private FaultRule(Builder builder, FaultAction action) {
        this.action = requireNonNull(action, "action");
        this.trigger = builder.trigger;
        this.fromNanos = builder.fromNanos;
        this.untilNanos = builder.untilNanos;
        List<Predicate<Request>> all = List.copyOf(builder.criteria);
        this.matcher = request -> {
            for (Predicate<Request> criterion : all) {
                if (!criterion.test(request)) {
                    return false;
                }
            }
            return true;
        };
        this.name = builder.name != null ? builder.name : builder.describe() + " " + action;
    }

    /** Starts a rule for requests with one of these codes, see {@link RequestCode}. */
    public static Builder on(int requestCode, int... more) {
        int[] codes = new int[more.length + 1];
        codes[0] = requestCode;
        System.arraycopy(more, 0, codes, 1, more.length);
        StringBuilder text = new StringBuilder("on ");
        for (int i = 0; i < codes.length; i++) {
            text.append(i == 0 ? "" : " or ").append(RequestCode.nameOf(codes[i]));
        }
        return new Builder(text.toString(), request -> {
            for (int code : codes) {
                if (request.frame().code() == code) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Starts a rule for requests that bring messages: codes 10, 310, 320, 324 and 325. */
    public static Builder onSends() {
        return new Builder(
                "on sends", request -> RequestFacts.isSend(request.frame().code()));
    }

    /** Starts a rule for every request. */
    public static Builder onAny() {
        return new Builder("on any request", request -> true);
    }

    /** Given by the builder, or else a description. Names the rule in the journal. */
    public String name() {
        return name;
    }

    /** Which of the matching requests it acts on. */
    public Trigger trigger() {
        return trigger;
    }

    /** What it does. */
    public FaultAction action() {
        return action;
    }

    /** Whether the request meets all criteria; trigger and time aside. */
    boolean matches(Request request) {
        return matcher.test(request);
    }

    /** Whether the rule is in force this long after it was added. */
    boolean inForceAt(long ageNanos) {
        return ageNanos >= fromNanos && ageNanos < untilNanos;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the criteria, which must all be met, and ends with the action. For one thread. */
    public static final class Builder {
        private final StringBuilder description;
        private final List<Predicate<Request>> criteria = new ArrayList<>();
        private Trigger trigger = new Trigger.Always();
        private long fromNanos;
        private long untilNanos = Long.MAX_VALUE;
        private @Nullable String name;

        private Builder(String description, Predicate<Request> codes) {
            this.description = new StringBuilder(description);
            this.criteria.add(codes);
        }

        /** Only requests about this topic. */
        public Builder topic(String topic) {
            requireNonNull(topic, "topic");
            return where(
                    "topic " + topic, request -> topic.equals(request.facts().topic()));
        }

        /** Only requests about this queue id. */
        public Builder queueId(int queueId) {
            return where("queue " + queueId, request -> {
                Integer actual = request.facts().queueId();
                return actual != null && actual == queueId;
            });
        }

        /** Only requests of this producer group. */
        public Builder producerGroup(String group) {
            requireNonNull(group, "group");
            return where(
                    "group " + group, request -> group.equals(request.facts().producerGroup()));
        }

        /** Only requests that reach the server of this name: a broker's name, or a name server's. */
        public Builder server(String server) {
            requireNonNull(server, "server");
            return where("at " + server, request -> server.equals(request.server()));
        }

        /** Only requests of the client with this id, as its heartbeats gave it; none before its first heartbeat. */
        public Builder clientId(String clientId) {
            requireNonNull(clientId, "clientId");
            return where(
                    "client " + clientId,
                    request -> clientId.equals(request.connection().clientId()));
        }

        /** Only requests over connections from such an address. */
        public Builder peer(Predicate<Address> peer) {
            requireNonNull(peer, "peer");
            return where(
                    "from a peer", request -> peer.test(request.connection().peer()));
        }

        /** Only messages with this tag. Of a batch, one message with it is enough. */
        public Builder tag(String tag) {
            requireNonNull(tag, "tag");
            return where("tag " + tag, request -> MessageFacts.of(request).hasTag(tag));
        }

        /** Only messages with this key, or whose unique key it is. Of a batch, one message with it is enough. */
        public Builder key(String key) {
            requireNonNull(key, "key");
            return where("key " + key, request -> MessageFacts.of(request).hasKey(key));
        }

        /** Only frames that the predicate accepts. It must be quick, and free of effects. */
        public Builder where(Predicate<Frame> predicate) {
            requireNonNull(predicate, "predicate");
            return where("where a predicate holds", request -> predicate.test(request.frame()));
        }

        private Builder where(String text, Predicate<Request> criterion) {
            description.append(", ").append(text);
            criteria.add(criterion);
            return this;
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

        /** Acts on the matches that the trigger selects; all of them, unless told otherwise. */
        public Builder trigger(Trigger newTrigger) {
            this.trigger = requireNonNull(newTrigger, "trigger");
            return this;
        }

        /** In force only from this long after the rule is added. */
        public Builder from(Duration from) {
            return window(from.toNanos(), untilNanos);
        }

        /** In force only until this long after the rule is added. */
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

        /** Names the rule in the journal. */
        public Builder named(String newName) {
            this.name = requireNonNull(newName, "name");
            return this;
        }

        /** The rule, with {@link FaultAction.Answer}. */
        public FaultRule answer(int code, @Nullable String remark) {
            return then(new FaultAction.Answer(code, remark));
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

        /** The rule, with this action. */
        public FaultRule then(FaultAction action) {
            return new FaultRule(this, action);
        }

        private String describe() {
            if (!(trigger instanceof Trigger.Always)) {
                description.append(", ").append(trigger);
            }
            return description.toString();
        }
    }
}
