// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.compression;

import java.io.IOException;

/** Makes bodies small, and large again. */
public interface Compressor {
    byte[] compress(byte[] src, int level) throws IOException;

    byte[] decompress(byte[] src) throws IOException;
}
