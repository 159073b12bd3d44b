// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

/**
 * Version numbers as the {@code version} header field carries them (W-4, GV-00): the ordinal of a release in a list
 * with two entries per release. Peers compare them with thresholds, and only the releases that are one are named here.
 */
public final class MqVersion {
    /** From here on brokers honour the maximum number of reconsumptions in a send header. */
    public static final int V3_4_9 = 121;

    /** Up to here the ext field {@code _UNIQUE_KEY_QUERY} is left out of signatures by servers. */
    public static final int V4_9_3 = 399;

    /** From here on name servers answer with strict JSON. */
    public static final int V4_9_4 = 401;

    public static final int V5_0_0 = 413;

    /** A peer that shuts down says so ({@link ResponseCode#GO_AWAY}) only to versions above this one. */
    public static final int V5_3_1 = 475;

    public static final int V5_3_2 = 477;

    public static final int V5_4_0 = 493;

    public static final int V5_5_0 = 513;

    /** The end of the list of release 5.5.0; what a peer sees that meets a later release than it knows. */
    public static final int HIGHER_VERSION = 612;

    /** The version this library announces unless told otherwise. */
    public static final int CURRENT = V5_5_0;

    private MqVersion() {}
}
