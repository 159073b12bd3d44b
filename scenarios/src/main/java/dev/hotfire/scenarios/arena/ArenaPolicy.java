// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who competes. */
public enum ArenaPolicy {
    /** The official client as it is by default. */
    ROUND_ROBIN("official: every broker in turn, nobody avoided", Profile.COMPATIBLE, Isolation.OFF, false),
    /** The official client with sendLatencyFaultEnable. */
    OFFICIAL_TABLE("official: avoids by the table of latencies", Profile.COMPATIBLE, Isolation.TABLE, false),
    /** The official client with sendLatencyFaultEnable and startDetectorEnable. */
    OFFICIAL_DETECTOR("official: the table, and probes", Profile.COMPATIBLE, Isolation.TABLE, true),
    /** Our rules for attempts, and nobody avoided. */
    EVEN("ours: a share of the time for each attempt, nobody avoided", Profile.DEFAULT, Isolation.OFF, false),
    /** Our table. */
    TABLE("ours: avoids by a table of latencies", Profile.DEFAULT, Isolation.TABLE, false),
    /** Suspects by what peers do better. */
    ADAPTIVE("ours: suspects by what peers do better", Profile.DEFAULT, Isolation.ADAPTIVE, false),
    /** Knows what is wrong with whom, now and in the next moment, and sends elsewhere. What nobody can beat by choosing. */
    ORACLE("knows which broker is bad before anybody can", Profile.DEFAULT, Isolation.OFF, false);

    private final String title;
    private final Profile profile;
    private final Isolation isolation;
    private final boolean detector;

    ArenaPolicy(String title, Profile profile, Isolation isolation, boolean detector) {
        this.title = title;
        this.profile = profile;
        this.isolation = isolation;
        this.detector = detector;
    }

    /** What it is called on command lines and in reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it does, in a few words. */
    public String title() {
        return title;
    }

    /** A producer's settings with this policy; {@link #ORACLE} needs a selector besides. */
    public ProducerConfig.Builder apply(ProducerConfig.Builder settings) {
        return settings.profile(profile).isolation(isolation).detector(detector);
    }

    /**
     * The policy of this name.
     *
     * @throws IllegalArgumentException naming the value and those that there are
     */
    public static ArenaPolicy of(String id) {
        return Arrays.stream(values())
                .filter(policy -> policy.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + id + "' (expected: one of "
                        + Arrays.stream(values()).map(ArenaPolicy::id).collect(Collectors.joining(", ")) + ")"));
    }
}
