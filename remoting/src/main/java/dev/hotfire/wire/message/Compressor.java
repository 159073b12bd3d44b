// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Compresses bodies in one way, any number of them, one after the other; the bytes are the same whatever came before. For one
 * thread at a time; must be closed.
 */
interface Compressor extends AutoCloseable {
    Compression kind();

    int level();

    /**
     * Compresses a body.
     *
     * @param given  an array to use, of any length
     * @param lender who takes back the array that was used, be it that one or a larger one
     * @throws IOException when the library fails
     */
    CompressedBody compress(byte[] plain, byte[] given, CompressedBody.@Nullable Lender lender) throws IOException;

    @Override
    void close();
}
