// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConsistentHashRingTest {
    private static final List<String> NODES = List.of("n1", "n2", "n3");

    @Property
    void aNodeThatLeavesMovesItsOwnKeysOnly(@ForAll String key) {
        String before = new ConsistentHashRing(NODES, 20).nodeOf(key);
        String after = new ConsistentHashRing(NODES.subList(0, 2), 20).nodeOf(key);
        if (before.equals("n3")) {
            assertThat(after).isIn("n1", "n2");
        } else {
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void aKeyBehindTheLastPlaceBelongsToTheFirst() {
        // One place only: every hash is either before it or behind it.
        ConsistentHashRing ring = new ConsistentHashRing(List.of("only"), 1);
        long place = ConsistentHashRing.hash("only-0");
        assertThat(List.of("a", "key-1", "")).anyMatch(key -> ConsistentHashRing.hash(key) > place);
        for (String key : List.of("a", "key-1", "", "only-0")) {
            assertThat(ring.nodeOf(key)).isEqualTo("only");
        }
    }

    @Test
    void aRingNeedsNodes() {
        assertThatThrownBy(() -> new ConsistentHashRing(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConsistentHashRing(NODES, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
