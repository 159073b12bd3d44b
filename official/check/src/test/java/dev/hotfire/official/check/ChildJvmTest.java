// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    private static final String CLUSTER = "dev.hotfire.official.cluster.OfficialCluster";
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    @TempDir
    private Path scratch;

    @Test
    void aChildThatEndsTooEarlySaysWhy() throws IOException {
        try (ChildJvm child = cluster("--nonsense", "1")) {
            assertThatThrownBy(() -> child.readUntil(line -> true, LONG_ENOUGH))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("status 2")
                    .hasMessageContaining("--nonsense: unknown");
        }
    }

    @Test
    void aBrokerSettingThatDoesNotExistEndsTheCluster() throws IOException {
        try (ChildJvm child = cluster("--set", "nonsense=1")) {
            assertThatThrownBy(() -> child.readUntil(line -> true, LONG_ENOUGH))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("status 1")
                    .hasMessageContaining("nonsense: neither a broker nor a store nor an access setting");
        }
    }

    @Test
    void aWaitEndsInTimeAndClosingKillsTheChild() throws IOException {
        ChildJvm child = cluster();
        try (child) {
            assertThatThrownBy(() -> child.readUntil(line -> false, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("not the wanted line within PT0.001S");
            assertThat(child.isAlive()).isTrue();
        }
        assertThat(child.isAlive()).isFalse();
    }

    private ChildJvm cluster(String... args) throws IOException {
        return ChildJvm.start(ChildJvm.Part.CLUSTER, CLUSTER, scratch, List.of(args));
    }
}
