// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a message body is compressed (W-15). LZ4 and ZSTD need a library that is not always there: see {@link
 * #isAvailable}.
 */
public enum Compression {
    /** LZ4 in its frame format; the level does not matter. */
    LZ4(0x100, "at.yawk.lz4:lz4-java"),
    /** Zstandard as a streaming encoder writes it, without the plain length in front; levels to 22. */
    ZSTD(0x200, "com.github.luben:zstd-jni"),
    /** Deflate in a zlib stream; levels 0 to 9. The only kind that 4.x brokers and consumers know. */
    ZLIB(0x300, "the Java platform");

    /** The official producer's level. */
    public static final int DEFAULT_LEVEL = 5;

    private static final byte[] NO_ROOM = {};

    private final int sysFlagBits;
    private final String library;

    Compression(int sysFlagBits, String library) {
        this.sysFlagBits = sysFlagBits;
        this.library = library;
    }

    /** The bits for a {@code sysFlag} that say this kind; {@link SysFlag#COMPRESSED} is another bit. */
    public int sysFlagBits() {
        return sysFlagBits;
    }

    /** What has to be on the class path for this kind: its artifact as {@code group:name}. */
    public String library() {
        return library;
    }

    /** Whether this kind's library is on the class path. Others fail with {@link CompressionException}. */
    public boolean isAvailable() {
        return switch (this) {
            case LZ4 -> Lz4Library.PRESENT;
            case ZSTD -> ZstdLibrary.PRESENT;
            case ZLIB -> true;
        };
    }

    /** Looked for when somebody asks: to find that a class is not there opens every jar of the class path. */
    private static final class Lz4Library {
        static final boolean PRESENT = isPresent("net.jpountz.lz4.LZ4Factory");
    }

    /** As {@link Lz4Library}. */
    private static final class ZstdLibrary {
        static final boolean PRESENT = isPresent("com.github.luben.zstd.Zstd");
    }

    /**
     * The kind that a {@code sysFlag} says. No bits mean zlib: so old clients send.
     *
     * @throws CompressionException when the bits say nothing known
     */
    public static Compression ofSysFlag(int sysFlag) {
        int bits = sysFlag & SysFlag.COMPRESSION_MASK;
        return switch (bits) {
            case 0x100 -> LZ4;
            case 0x200 -> ZSTD;
            case 0, 0x300 -> ZLIB;
            default ->
                throw new CompressionException("compression bits: 0x" + Integer.toHexString(bits)
                        + " (expected: 0x100 LZ4, 0x200 ZSTD, 0x300 or none ZLIB)");
        };
    }

    /**
     * The kind with this name, in any case and with blanks around it, as users configure it.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Compression ofName(String name) {
        return valueOf(name.trim().toUpperCase(Locale.ROOT));
    }

    /**
     * Compresses a body.
     *
     * @param level the more the smaller and slower; what a kind takes is said there
     * @throws IllegalArgumentException when the kind has no such level
     * @throws CompressionException     when its library is absent or fails
     */
    public byte[] compress(byte[] plain, int level) {
        try (Compressor compressor = compressor(level)) {
            return compress(compressor, plain, NO_ROOM, null).toArray();
        }
    }

    /**
     * What compresses bodies in this way, at this level.
     *
     * @throws IllegalArgumentException when the kind has no such level
     * @throws CompressionException     when its library is absent or does not load
     */
    Compressor compressor(int level) {
        requireAvailable();
        try {
            return switch (this) {
                case LZ4 -> new Lz4Compressor(level);
                case ZSTD -> new ZstdCompressor(level);
                case ZLIB -> new ZlibCompressor(level);
            };
        } catch (LinkageError e) {
            // The libraries have native parts, which don't load everywhere.
            throw new CompressionException(this + ": " + library + " does not load: " + e.getMessage(), e);
        }
    }

    /**
     * Compresses a body; parameters as {@link Compressor#compress}.
     *
     * @throws CompressionException when the library fails
     */
    static CompressedBody compress(
            Compressor compressor, byte[] plain, byte[] given, CompressedBody.@Nullable Lender lender) {
        try {
            return compressor.compress(plain, given, lender);
        } catch (IOException | LinkageError e) {
            throw new CompressionException(
                    compressor.kind() + ": " + plain.length + " bytes not compressed: " + e.getMessage(), e);
        }
    }

    /**
     * Decompresses a body. Memory grows with what comes out, and never much beyond {@code maxBytes}: a short body that
     * swells to gigabytes is refused on the way.
     *
     * @param maxBytes the longest plain body to make
     * @throws CompressionException when the body is damaged, incomplete or longer, or the library is absent
     */
    public byte[] decompress(byte[] compressed, int maxBytes) {
        requireAvailable();
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: >= 0)");
        }
        try {
            return switch (this) {
                case LZ4 -> Lz4Bodies.decompress(compressed, maxBytes);
                case ZSTD -> ZstdBodies.decompress(compressed, maxBytes);
                case ZLIB -> ZlibBodies.decompress(compressed, maxBytes);
            };
        } catch (IOException e) {
            throw new CompressionException(
                    this + ": body of " + compressed.length + " bytes is damaged: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new CompressionException(this + ": " + library + " does not load: " + e.getMessage(), e);
        }
    }

    private void requireAvailable() {
        if (!isAvailable()) {
            throw new CompressionException(this + ": " + library + " is not on the class path");
        }
    }

    // Looked up without running its static code: that would unpack a native library for nothing.
    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Compression.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
