// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.constant;

import dev.hotfire.wire.route.Permission;

/** What may be done with a topic's queues. */
public class PermName {
    public static final int INDEX_PERM_PRIORITY = 3;
    public static final int INDEX_PERM_READ = 2;
    public static final int INDEX_PERM_WRITE = 1;
    public static final int INDEX_PERM_INHERIT = 0;
    public static final int PERM_PRIORITY = Permission.PRIORITY;
    public static final int PERM_READ = Permission.READ;
    public static final int PERM_WRITE = Permission.WRITE;
    public static final int PERM_INHERIT = Permission.INHERIT;

    /** Such as {@code RW-}. */
    public static String perm2String(int perm) {
        return (isReadable(perm) ? "R" : "-") + (isWriteable(perm) ? "W" : "-") + (isInherited(perm) ? "X" : "-");
    }

    public static boolean isReadable(int perm) {
        return Permission.isReadable(perm);
    }

    public static boolean isWriteable(int perm) {
        return Permission.isWriteable(perm);
    }

    public static boolean isInherited(int perm) {
        return Permission.isInherited(perm);
    }

    /**
     * As {@link #isValid(int)}.
     *
     * @throws NumberFormatException if the text is no number
     */
    public static boolean isValid(String perm) {
        return isValid(Integer.parseInt(perm));
    }

    /** Whether there is nothing in it but read, write and inherit. */
    public static boolean isValid(int perm) {
        return perm >= 0 && perm < PERM_PRIORITY;
    }

    public static boolean isPriority(int perm) {
        return (perm & PERM_PRIORITY) != 0;
    }

    /** Whether queues can be read or written. */
    public static boolean isAccessible(int perm) {
        return isReadable(perm) || isWriteable(perm);
    }
}
