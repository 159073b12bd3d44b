// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.frame.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(0);

    private static final class Silent extends Call {
        @Override
        protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
            return allocator.buffer();
        }

        @Override
        protected void onReply(Frame reply, long nowNanos) {}

        @Override
        protected void onLost(boolean written, IOException cause, long nowNanos) {}

        @Override
        protected void onDeadline(long nowNanos) {}
    }

    @Test
    void findsACallByItsOpaqueOnce() {
        Call call = new Silent();
        int opaque = inFlight.add(call);
        assertThat(inFlight.remove(opaque + 64))
                .as("another opaque in the same slot")
                .isNull();
        assertThat(inFlight.remove(opaque)).isSameAs(call);
        assertThat(inFlight.remove(opaque)).isNull();
        assertThat(inFlight.size()).isZero();
    }

    /** A call to a silent broker stays for seconds while thousands of others come and go around it. */
    @Test
    @Tag("B-REMOTE-19")
    void skipsTheSlotOfACallThatStays() {
        Call slow = new Silent();
        int slowOpaque = inFlight.add(slow);
        for (int i = 0; i < 10_000; i++) {
            Call quick = new Silent();
            int opaque = inFlight.add(quick);
            assertThat(opaque).isNotEqualTo(slowOpaque);
            assertThat(inFlight.remove(opaque)).isSameAs(quick);
        }
        assertThat(inFlight.remove(slowOpaque)).isSameAs(slow);
    }

    @Property
    void noTwoLiveCallsShareAnOpaque(@ForAll List<Boolean> additions) {
        InFlight table = new InFlight(0);
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < additions.size() * 5; i++) {
            if (additions.get(i % additions.size()) || live.isEmpty()) {
                live.add(table.add(new Silent()));
            } else {
                assertThat(table.remove(live.remove(live.size() / 2))).isNotNull();
            }
            Set<Integer> distinct = new HashSet<>(live);
            assertThat(distinct).hasSameSizeAs(live).hasSize(table.size());
        }
    }

    @Test
    void givesBackAllThatAreLeftInTheOrderInWhichTheyWent() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Call call = new Silent();
            inFlight.add(call);
            calls.add(call);
        }
        List<Call> left = new ArrayList<>();
        inFlight.removeAll(left::add);
        assertThat(left).containsExactlyElementsOf(calls);
        assertThat(inFlight.size()).isZero();
    }

    /**
     * When a connection with many calls broke, each of them was searched for from the table's beginning: with the most
     * sends that a producer may have in flight the loop would have stood for hours.
     */
    @Test
    void givesBackAMillionCallsInOneGoAround() {
        int many = 1 << 20;
        for (int i = 0; i < many; i++) {
            inFlight.add(new Silent());
        }
        int[] left = new int[1];
        inFlight.removeAll(call -> left[0]++);
        assertThat(left[0]).isEqualTo(many);
    }
}
