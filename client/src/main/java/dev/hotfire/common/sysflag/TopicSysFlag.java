// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.sysflag;

/** The flags of a topic that is divided by units. */
public class TopicSysFlag {
    private static final int FLAG_UNIT = 1;
    private static final int FLAG_UNIT_SUB = 1 << 1;

    public static int buildSysFlag(boolean unit, boolean hasUnitSub) {
        return (unit ? FLAG_UNIT : 0) | (hasUnitSub ? FLAG_UNIT_SUB : 0);
    }

    public static int setUnitFlag(int sysFlag) {
        return sysFlag | FLAG_UNIT;
    }

    public static int clearUnitFlag(int sysFlag) {
        return sysFlag & ~FLAG_UNIT;
    }

    public static boolean hasUnitFlag(int sysFlag) {
        return (sysFlag & FLAG_UNIT) != 0;
    }

    public static int setUnitSubFlag(int sysFlag) {
        return sysFlag | FLAG_UNIT_SUB;
    }

    public static int clearUnitSubFlag(int sysFlag) {
        return sysFlag & ~FLAG_UNIT_SUB;
    }

    public static boolean hasUnitSubFlag(int sysFlag) {
        return (sysFlag & FLAG_UNIT_SUB) != 0;
    }
}
