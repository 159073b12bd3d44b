// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.SysFlag;
import org.junit.jupiter.api.Test;

final class PlainBodiesTest {
    private static final byte[] BODY = "over and over ".repeat(100).getBytes(UTF_8);
    private static final byte[] OTHER = "over and out. ".repeat(100).getBytes(UTF_8);

    private final PlainBodies bodies = new PlainBodies();

    @Test
    void aBodyIsTheSameHoweverItTravels() {
        Compression kind = Compression.ZLIB;
        int sysFlag = SysFlag.COMPRESSED | kind.sysFlagBits();
        PlainBodies.Plain plain = bodies.of(BODY, 0);
        assertThat(plain).isEqualTo(PlainBodies.asItIs(BODY));
        assertThat(plain.bytes()).isEqualTo(BODY.length);
        byte[] compressed = kind.compress(BODY, Compression.DEFAULT_LEVEL);
        assertThat(bodies.of(compressed, sysFlag)).isEqualTo(plain);
        assertThat(bodies.of(compressed, sysFlag)).isEqualTo(plain);
        assertThat(bodies.of(kind.compress(OTHER, Compression.DEFAULT_LEVEL), sysFlag))
                .isEqualTo(PlainBodies.asItIs(OTHER))
                .isNotEqualTo(plain);
        assertThat(bodies.of(compressed, 0)).isEqualTo(PlainBodies.asItIs(compressed));
    }

    @Test
    void whatIsNotCompressedIsRefusedEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(CompressionException.class)
                    .isThrownBy(() -> bodies.of(BODY, SysFlag.COMPRESSED | Compression.ZLIB.sysFlagBits()));
        }
    }
}
