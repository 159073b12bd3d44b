// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
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

    /**
     * With so many places some of two nodes meet. The official router keeps whoever came last, and loses the place for both
     * when that one is removed.
     */
    @Test
    @Tag("B-SELECT-09")
    void aPlaceWhereTwoNodesMeetIsNotLost() {
        int places = 100_000;
        Map<Long, String> first = new HashMap<>();
        for (int i = 0; i < places; i++) {
            first.put(ConsistentHashRing.hash("n1-" + i), "n1-" + i);
        }
        List<String> meetings = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            String met = first.get(ConsistentHashRing.hash("n2-" + i));
            if (met != null) {
                meetings.add(met);
            }
        }
        assertThat(meetings).isNotEmpty();
        ConsistentHashRing ring = new ConsistentHashRing(List.of("n1", "n2"), places);
        ConsistentHashRing turned = new ConsistentHashRing(List.of("n2", "n1"), places);
        for (String key : meetings) {
            assertThat(ring.nodeOf(key)).isEqualTo("n1");
            assertThat(turned.nodeOf(key)).isEqualTo("n1");
        }
    }

    @Test
    void aRingNeedsNodes() {
        assertThatThrownBy(() -> new ConsistentHashRing(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConsistentHashRing(NODES, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
