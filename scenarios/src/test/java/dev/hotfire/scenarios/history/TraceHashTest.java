// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TraceHashTest {
    /** Pinned: a hash that is printed today must be found again by any later build. */
    @Test
    void isTheSameEverywhereAndAlways() {
        assertThat(new TraceHash().hex()).isEqualTo("6a09e667f3bcc908");
        assertThat(new TraceHash()
                        .add(1)
                        .add("broker-a")
                        .add(new byte[] {1, 2, 3})
                        .hex())
                .isEqualTo("3e8b581fc6c6fbab");
    }

    @Test
    void noticesOrderAbsenceAndWhereOneTextEnds() {
        Set<String> hashes = new LinkedHashSet<>();
        hashes.add(new TraceHash().add(1).add(2).hex());
        hashes.add(new TraceHash().add(2).add(1).hex());
        hashes.add(new TraceHash().add(1).hex());
        hashes.add(new TraceHash().hex());
        hashes.add(new TraceHash().add("ab").add("c").hex());
        hashes.add(new TraceHash().add("a").add("bc").hex());
        hashes.add(new TraceHash().add("").hex());
        hashes.add(new TraceHash().add(new byte[8]).hex());
        hashes.add(new TraceHash().add(new byte[9]).hex());
        assertThat(hashes).hasSize(9);
    }

    @Property
    void differentTextsHaveDifferentHashes(@ForAll String a, @ForAll String b) {
        Assume.that(!new String(a.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .equals(new String(b.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        assertThat(new TraceHash().add(a).value())
                .isNotEqualTo(new TraceHash().add(b).value());
    }
}
