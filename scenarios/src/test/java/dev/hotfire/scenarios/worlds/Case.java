// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.worlds;

import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A scripted scenario: what happens to how many sends, how they are called, and by which settings.
 *
 * @param fault    its name
 * @param action   what happens to the first of the sends that brokers read
 * @param hits     how many of them it hits
 * @param mode     how each send is called
 * @param settings their name
 */
record Case(String fault, FaultAction action, int hits, Mode mode, String settings) {
    /** How a send is called. */
    enum Mode {
        PLAIN,
        KEYED,
        BATCH,
        ONEWAY,
        TRANSACTION,
        DELAYED
    }

    /** So short that silence doesn't take long, and so long that no delay of a busy computer counts as one. */
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    private static final Map<String, UnaryOperator<ProducerConfig.Builder>> SETTINGS = settingsByName();
    private static final Map<String, FaultAction> FAULTS = faultsByName();

    private static Map<String, UnaryOperator<ProducerConfig.Builder>> settingsByName() {
        Map<String, UnaryOperator<ProducerConfig.Builder>> all = new LinkedHashMap<>();
        all.put("as they are", settings -> settings);
        all.put("official decisions", settings -> settings.profile(Profile.COMPATIBLE));
        all.put("no retries", settings -> settings.retries(0).asyncRetries(0));
        all.put("no isolation", settings -> settings.isolation(Isolation.OFF));
        all.put("weak is not enough", settings -> settings.retryWhenNotStored(true));
        all.put("small compressed", settings -> settings.compressOver(8));
        return all;
    }

    private static Map<String, FaultAction> faultsByName() {
        Map<String, FaultAction> all = new LinkedHashMap<>();
        all.put("silence", new FaultAction.Silent());
        all.put("stored, then silence", new FaultAction.StoreThenSilent());
        for (int code : new int[] {1, 2, 3, 4, 13, 14, 15, 16, 17, 26, 29, 204, 205, 215, 501, 1500, 2001, -7}) {
            all.put("answer " + code, new FaultAction.Answer(code, "because"));
        }
        for (int code : new int[] {
            ResponseCode.SYSTEM_ERROR,
            ResponseCode.FLUSH_DISK_TIMEOUT,
            ResponseCode.SLAVE_NOT_AVAILABLE,
            ResponseCode.FLUSH_SLAVE_TIMEOUT
        }) {
            all.put("stored, then answer " + code, new FaultAction.StoreThenAnswer(code, "because"));
        }
        all.put("closed", new FaultAction.CloseBefore());
        all.put("stored, then closed", new FaultAction.StoreThenClose());
        all.put("half-closed", new FaultAction.HalfCloseBefore());
        all.put("stored, then half-closed", new FaultAction.StoreThenHalfClose());
        all.put("reset", new FaultAction.ResetBefore());
        all.put("stored, then reset", new FaultAction.StoreThenReset());
        all.put("crash", new FaultAction.CrashBefore());
        all.put("stored, then crash", new FaultAction.StoreThenCrash());
        for (AnswerDamage damage : AnswerDamage.values()) {
            all.put("damage " + damage, new FaultAction.Damage(damage));
        }
        all.put("answered twice", new FaultAction.AnswerTwice());
        all.put("wrong opaque", new FaultAction.WrongOpaque());
        all.put("answer dribbles", new FaultAction.Dribble(7, Duration.ofNanos(1_000)));
        for (String field : new String[] {"queueOffset", "queueId", "msgId"}) {
            all.put("answer without " + field, altered(frame -> frame.toBuilder()
                    .field(field, (String) null)));
        }
        all.put("answer with unknown fields", altered(frame -> frame.toBuilder().field("toCome", "1")));
        all.put("answer with a long remark", altered(frame -> frame.toBuilder().remark("x".repeat(70_000))));
        all.put("answer in the other encoding", altered(frame -> frame.toBuilder()
                .encoding(frame.encoding() == HeaderEncoding.JSON ? HeaderEncoding.ROCKETMQ : HeaderEncoding.JSON)));
        return all;
    }

    private static FaultAction altered(UnaryOperatorToBuilder change) {
        return new FaultAction.Alter(frame -> change.apply(frame).build());
    }

    private interface UnaryOperatorToBuilder {
        Frame.Builder apply(Frame frame);
    }

    /** Each fault with each mode, and each fault with each of the settings. */
    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        String plain = SETTINGS.keySet().iterator().next();
        FAULTS.forEach((fault, action) -> {
            for (Mode mode : Mode.values()) {
                // What a connection's end does to one-way sends that are on their way is not the same twice over TCP.
                if (mode != Mode.ONEWAY || !endsConnection(action)) {
                    all.add(new Case(fault, action, 1, mode, plain));
                }
            }
            for (String settings : SETTINGS.keySet()) {
                if (!settings.equals(plain)) {
                    all.add(new Case(fault, action, 1, Mode.PLAIN, settings));
                }
            }
            // As many as there are attempts: the send fails, by whatever exception.
            all.add(new Case(fault, action, 3, Mode.PLAIN, plain));
        });
        return all;
    }

    private static boolean endsConnection(FaultAction action) {
        return action instanceof FaultAction.CloseBefore
                || action instanceof FaultAction.StoreThenClose
                || action instanceof FaultAction.HalfCloseBefore
                || action instanceof FaultAction.StoreThenHalfClose
                || action instanceof FaultAction.ResetBefore
                || action instanceof FaultAction.StoreThenReset
                || action instanceof FaultAction.CrashBefore
                || action instanceof FaultAction.StoreThenCrash;
    }

    ProducerConfig.Builder configure(ProducerConfig.Builder builder) {
        UnaryOperator<ProducerConfig.Builder> change = SETTINGS.getOrDefault(settings, same -> same);
        return change.apply(builder.sendTimeout(TIMEOUT));
    }

    @Override
    public String toString() {
        return fault + (hits == 1 ? "" : " to " + hits) + ", " + mode + ", " + settings;
    }
}
