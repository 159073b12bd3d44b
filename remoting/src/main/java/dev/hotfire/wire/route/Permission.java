// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

/** The permission bits of a topic's queues on one broker (W-9). */
public final class Permission {
    public static final int INHERIT = 1;
    public static final int WRITE = 2;
    public static final int READ = 4;
    public static final int PRIORITY = 8;

    /** What an ordinary topic has. */
    public static final int READ_WRITE = READ | WRITE;

    /** What the template topic has: new topics take its settings. */
    public static final int READ_WRITE_INHERIT = READ | WRITE | INHERIT;

    private Permission() {}

    public static boolean isReadable(int perm) {
        return (perm & READ) != 0;
    }

    public static boolean isWriteable(int perm) {
        return (perm & WRITE) != 0;
    }

    public static boolean isInherited(int perm) {
        return (perm & INHERIT) != 0;
    }
}
