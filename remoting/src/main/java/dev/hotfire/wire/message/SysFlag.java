// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

/** The bits of a message's {@code sysFlag} (W-15). */
public final class SysFlag {
    public static final int COMPRESSED = 0x1;

    /** Set by brokers. */
    public static final int MULTI_TAGS = 0x2;

    /** A half message. */
    public static final int TRANSACTION_PREPARED = 0x4;

    public static final int TRANSACTION_COMMIT = 0x8;
    public static final int TRANSACTION_ROLLBACK = 0xC;

    /** Where the three above are; 0 there is no transaction, or one whose outcome is not known. */
    public static final int TRANSACTION_MASK = 0xC;

    public static final int BORN_HOST_V6 = 0x10;
    public static final int STORE_HOST_V6 = 0x20;

    /** Set by brokers. */
    public static final int NEED_UNWRAP = 0x40;

    /** Set by brokers: several messages stored as one. */
    public static final int INNER_BATCH = 0x80;

    /** Where the kind of compression is, see {@link Compression}. */
    public static final int COMPRESSION_MASK = 0x700;

    private SysFlag() {}

    public static boolean isCompressed(int sysFlag) {
        return (sysFlag & COMPRESSED) != 0;
    }

    /** One of the transaction bits, or 0. */
    public static int transaction(int sysFlag) {
        return sysFlag & TRANSACTION_MASK;
    }

    /** The flag with other transaction bits. */
    public static int withTransaction(int sysFlag, int transaction) {
        return (sysFlag & ~TRANSACTION_MASK) | (transaction & TRANSACTION_MASK);
    }
}
