// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.sysflag;

import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.wire.message.SysFlag;

/** The bits of a message's {@code sysFlag} (W-15). */
public class MessageSysFlag {
    public static final int COMPRESSED_FLAG = SysFlag.COMPRESSED;
    public static final int MULTI_TAGS_FLAG = SysFlag.MULTI_TAGS;
    public static final int TRANSACTION_NOT_TYPE = 0;
    public static final int TRANSACTION_PREPARED_TYPE = SysFlag.TRANSACTION_PREPARED;
    public static final int TRANSACTION_COMMIT_TYPE = SysFlag.TRANSACTION_COMMIT;
    public static final int TRANSACTION_ROLLBACK_TYPE = SysFlag.TRANSACTION_ROLLBACK;
    public static final int BORNHOST_V6_FLAG = SysFlag.BORN_HOST_V6;
    public static final int STOREHOSTADDRESS_V6_FLAG = SysFlag.STORE_HOST_V6;
    public static final int NEED_UNWRAP_FLAG = SysFlag.NEED_UNWRAP;
    public static final int INNER_BATCH_FLAG = SysFlag.INNER_BATCH;
    public static final int COMPRESSION_LZ4_TYPE = 0x100;
    public static final int COMPRESSION_ZSTD_TYPE = 0x200;
    public static final int COMPRESSION_ZLIB_TYPE = 0x300;
    public static final int COMPRESSION_TYPE_COMPARATOR = SysFlag.COMPRESSION_MASK;

    private static final int COMPRESSION_SHIFT = 8;

    /** One of the transaction types. */
    public static int getTransactionValue(int flag) {
        return SysFlag.transaction(flag);
    }

    /** The flag with another transaction type. */
    public static int resetTransactionValue(int flag, int type) {
        return (flag & ~SysFlag.TRANSACTION_MASK) | type;
    }

    public static int clearCompressedFlag(int flag) {
        return flag & ~COMPRESSED_FLAG;
    }

    /**
     * How a compressed body is compressed.
     *
     * @throws RuntimeException if the bits say nothing known
     */
    public static CompressionType getCompressionType(int flag) {
        return CompressionType.findByValue((flag & COMPRESSION_TYPE_COMPARATOR) >> COMPRESSION_SHIFT);
    }

    /** Whether any of these bits is set. */
    public static boolean check(int flag, int expectedFlag) {
        return (flag & expectedFlag) != 0;
    }
}
