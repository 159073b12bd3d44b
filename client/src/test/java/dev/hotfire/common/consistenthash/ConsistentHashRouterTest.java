// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.consistenthash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B-SELECT-09")
class ConsistentHashRouterTest {
    private record Server(String getKey) implements Node {}

    private static final Server A = new Server("a");
    private static final Server B = new Server("b");
    private static final Server C = new Server("c");

    private static String routes(ConsistentHashRouter<Server> router) {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            routes.append(router.routeNode("k" + i).getKey());
        }
        return routes.toString();
    }

    /** What the official router of 5.5.0 answers for the same nodes and keys. */
    @Test
    void keysBelongWhereTheOfficialRouterPutsThem() {
        ConsistentHashRouter<Server> router = new ConsistentHashRouter<>(List.of(A, B, C), 10);
        assertThat(routes(router)).isEqualTo("cccacabaabbacbcabacabcacbabbcbcacaacccaaacccacbcbacaabbcbacb");
        router.addNode(A, 5);
        assertThat(router.getExistingReplicas(A)).isEqualTo(15);
        assertThat(routes(router)).isEqualTo("cccacabaabbacbcabacabcacbabbcbcacaacccaaacccacbcbacaabbcbacb");
        router.removeNode(B);
        assertThat(router.getExistingReplicas(B)).isZero();
        assertThat(routes(router)).isEqualTo("cccacaaaaacacccacacaacaccaaccacacaacccaaacccacccaacaacccaacc");
    }

    @Test
    void anEmptyRingHasNoNode() {
        assertThat(new ConsistentHashRouter<Server>(null, 3).routeNode("k")).isNull();
        assertThat(new ConsistentHashRouter<Server>(List.of(), 3).routeNode("k"))
                .isNull();
    }

    @Test
    void refusesFewerThanNoPlaces() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsistentHashRouter<>(List.of(A), -1))
                .withMessageStartingWith("vNodeCount: -1");
    }

    /** The official router loses a place when another's hash is the same, for good. */
    @Test
    void aPlaceThatWasCoveredComesBack() {
        ConsistentHashRouter<Server> router = new ConsistentHashRouter<>(List.of(A, B), 1, key -> 42);
        assertThat(router.routeNode("k")).isEqualTo(B);
        assertThat(router.getExistingReplicas(A)).isEqualTo(1);
        router.removeNode(B);
        assertThat(router.routeNode("k")).isEqualTo(A);
    }

    /** The official router's threads share one MD5, and with it mix up their keys. */
    @Test
    void threadsDoNotMixUpTheirKeys() throws Exception {
        ConsistentHashRouter<Server> router = new ConsistentHashRouter<>(List.of(A, B, C), 10);
        String expected = routes(router);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> {
                    boolean same = true;
                    for (int round = 0; round < 200; round++) {
                        same &= routes(router).equals(expected);
                    }
                    return same;
                }));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPlaceIsNamedAfterItsNode() {
        VirtualNode<Server> place = new VirtualNode<>(A, 3);
        assertThat(place.getKey()).isEqualTo("a-3");
        assertThat(place.isVirtualNodeOf(new Server("a"))).isTrue();
        assertThat(place.isVirtualNodeOf(B)).isFalse();
        assertThat(place.getPhysicalNode()).isSameAs(A);
    }
}
