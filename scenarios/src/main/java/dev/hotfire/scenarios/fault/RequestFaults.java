// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.Latency;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults that hit requests which bring messages. */
final class RequestFaults {
    private static final int CONTROLLER_CODE = 2_001;
    private static final int NEGATIVE_CODE = -7;
    private static final int REMARK_CHARACTERS = 65_536;

    /** Older than any client that talks to it. */
    private static final int OLD_VERSION = 0;

    private final Stage stage;
    private final NodeFaults nodes;

    RequestFaults(Stage stage, NodeFaults nodes) {
        this.stage = stage;
        this.nodes = nodes;
    }

    Effect begin(Fault fault) {
        FaultRule.Builder rule = FaultRule.onSends().trigger(fault.trigger());
        if (fault.id() == FaultId.B19 && fault.kind().equals("heartbeats-ignored")) {
            rule = FaultRule.on(RequestCode.HEART_BEAT);
        }
        fault.on().ifPresent(rule::server);
        if (fault.id() == FaultId.B15) {
            rule.where(overCapacity(fault));
        }
        Effect armed = nodes.rule(rule.named(fault.toString()).then(actionOf(fault)));
        if (fault.id() != FaultId.B01 && fault.id() != FaultId.B02) {
            return armed;
        }
        return new Effect() {
            @Override
            public void heal() {
                armed.heal();
                reviveAll(fault.on());
            }

            @Override
            public long firings() {
                return armed.firings();
            }
        };
    }

    private void reviveAll(Optional<String> on) {
        for (FakeNode broker : stage.cluster().brokers()) {
            if (on.isEmpty() || on.get().equals(broker.name())) {
                nodes.revive(broker);
            }
        }
    }

    private static FaultAction actionOf(Fault fault) {
        boolean after = fault.kind().equals("after");
        return switch (fault.id()) {
            case T06 -> after ? new FaultAction.StoreThenReset() : new FaultAction.ResetBefore();
            case T07 ->
                switch (fault.kind()) {
                    case "before" -> new FaultAction.CloseBefore();
                    case "after" -> new FaultAction.StoreThenClose();
                    case "half-before" -> new FaultAction.HalfCloseBefore();
                    default -> new FaultAction.StoreThenHalfClose();
                };
            case T14 -> new FaultAction.Damage(AnswerDamage.TRUNCATED);
            case T15 ->
                new FaultAction.Damage(
                        switch (fault.kind()) {
                            case "zero" -> AnswerDamage.LENGTH_ZERO;
                            case "negative" -> AnswerDamage.LENGTH_NEGATIVE;
                            case "huge" -> AnswerDamage.LENGTH_HUGE;
                            case "wrong" -> AnswerDamage.LENGTH_WRONG;
                            default -> AnswerDamage.HEADER_LENGTH;
                        });
            case T16 ->
                new FaultAction.Damage(
                        fault.kind().equals("garbage") ? AnswerDamage.HEADER_GARBAGE : AnswerDamage.HEADER_ENCODING);
            case T20 -> new FaultAction.AnswerElsewhere();
            case T18 -> new FaultAction.AnswerTwice();
            case T19 -> new FaultAction.WrongOpaque();
            case T22 -> new FaultAction.StoreThenDelay(Latency.uniform(Duration.ZERO, fault.duration()));
            case T23, B04 -> new FaultAction.StoreThenDelay(Latency.constant(fault.duration()));
            case R1 ->
                after
                        ? new FaultAction.StoreThenAnswer(ResponseCode.SYSTEM_ERROR, "in-sync replicas not enough")
                        : new FaultAction.Answer(ResponseCode.SYSTEM_ERROR, "store putMessage return null");
            case R2, B17 -> new FaultAction.Answer(ResponseCode.SYSTEM_BUSY, "[PCBUSY_CLEAN_QUEUE]broker busy");
            case B15 -> new FaultAction.Answer(ResponseCode.SYSTEM_BUSY, "[TIMEOUT_CLEAN_QUEUE]broker busy");
            case R10, R11, R12 -> new FaultAction.StoreThenAnswer(code(fault.id()), null);
            case R3, R4, R13, R14, R15, R16, R17, R26, R29, R204, R205, R215, R501, R1500 ->
                new FaultAction.Answer(code(fault.id()), fault.id().title());
            case R2000 -> new FaultAction.Answer(CONTROLLER_CODE, "a controller's code");
            case R_OTHER ->
                new FaultAction.Answer(
                        fault.kind().equals("negative") ? NEGATIVE_CODE : Integer.MAX_VALUE, "a code to come");
            case R_BARE -> new FaultAction.Alter(malformed(fault.kind()));
            case B01 -> new FaultAction.CrashBefore();
            case B02 -> new FaultAction.StoreThenCrash();
            case B13 ->
                switch (fault.kind()) {
                    case "silent" -> new FaultAction.Silent();
                    case "slow" -> new FaultAction.Delay(Latency.constant(fault.duration()));
                    default -> new FaultAction.Answer(ResponseCode.SYSTEM_ERROR, "unknown error");
                };
            case B14 -> new FaultAction.Answer(ResponseCode.SERVICE_NOT_AVAILABLE, "message store has been shut down");
            case B19 -> new FaultAction.Silent();
            case B20 ->
                new FaultAction.Alter(
                        fault.kind().equals("encoding")
                                ? frame -> frame.toBuilder()
                                        .encoding(other(frame.encoding()))
                                        .build()
                                : frame ->
                                        frame.toBuilder().version(OLD_VERSION).build());
            default -> throw new AssertionError(fault.id());
        };
    }

    /** The response code that the id names. */
    private static int code(FaultId id) {
        return Integer.parseInt(id.name().substring(1));
    }

    private static HeaderEncoding other(HeaderEncoding encoding) {
        return encoding == HeaderEncoding.JSON ? HeaderEncoding.ROCKETMQ : HeaderEncoding.JSON;
    }

    private static UnaryOperator<Frame> malformed(String kind) {
        return switch (kind) {
            case "no-offset" ->
                frame -> frame.toBuilder().field("queueOffset", (String) null).build();
            case "no-queue" ->
                frame -> frame.toBuilder().field("queueId", (String) null).build();
            case "no-id" ->
                frame -> frame.toBuilder().field("msgId", (String) null).build();
            case "long-remark" ->
                frame -> frame.toBuilder().remark("x".repeat(REMARK_CHARACTERS)).build();
            case "unknown-fields" ->
                frame -> frame.toBuilder()
                        .field("fieldToCome", "1")
                        .field("anotherOne", "")
                        .build();
            default ->
                frame -> {
                    Frame.Builder bare = frame.toBuilder();
                    frame.extFields().keySet().forEach(name -> bare.field(name, (String) null));
                    return bare.build();
                };
        };
    }

    /** A bucket with a token for each request that the broker can serve; those that find none are too many. */
    private Predicate<Frame> overCapacity(Fault fault) {
        long nanosPerRequest = TimeUnit.SECONDS.toNanos(1) / fault.amount();
        MachineClock clock = stage.cluster()
                .broker(fault.on().orElseThrow())
                .server()
                .machine()
                .clock();
        return new Predicate<>() {
            private long freeAt = clock.nanoTime();

            @Override
            public synchronized boolean test(Frame frame) {
                long now = clock.nanoTime();
                // A queue of ten, and no longer.
                if (freeAt - now > 10 * nanosPerRequest) {
                    return true;
                }
                freeAt = Math.max(freeAt, now) + nanosPerRequest;
                return false;
            }
        };
    }
}
