// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that wait for an answer, found by opaque. Confined to the loop.
 *
 * <p>Opaques count up, so calls lie side by side in a ring: slot = opaque modulo capacity. An opaque whose slot a slow
 * call still holds is skipped, and the ring doubles before it is half full. So no two live calls share an opaque
 * (I15), and an answer that comes after its call was given up finds another opaque in the slot, or none.
 */
final class InFlight {
    private static final int INITIAL_CAPACITY = 64;

    private @Nullable Call[] ring = new Call[INITIAL_CAPACITY];
    private int size;
    private int nextOpaque;

    /** @param firstOpaque where counting begins */
    InFlight(int firstOpaque) {
        this.nextOpaque = firstOpaque;
    }

    int size() {
        return size;
    }

    /** An opaque for a one-way call, which nothing will ask for. */
    int takeOpaque() {
        return nextOpaque++;
    }

    /** Gives the call an opaque and remembers it. */
    int add(Call call) {
        if (size >= ring.length / 2) {
            grow();
        }
        while (ring[nextOpaque & (ring.length - 1)] != null) {
            nextOpaque++;
        }
        call.opaque = nextOpaque++;
        ring[call.opaque & (ring.length - 1)] = call;
        size++;
        return call.opaque;
    }

    /** The call with this opaque, which is forgotten; null if there is none. */
    @Nullable
    Call remove(int opaque) {
        int slot = opaque & (ring.length - 1);
        Call call = ring[slot];
        if (call == null || call.opaque != opaque) {
            return null;
        }
        ring[slot] = null;
        size--;
        return call;
    }

    /**
     * Forgets all calls, and hands each to the consumer, in the order in which they went. The consumer may remove others,
     * but not add any.
     */
    void removeAll(Consumer<Call> consumer) {
        // From the oldest possible opaque, and once around: a table may hold a million calls when its connection
        // breaks.
        for (int i = 0; size > 0 && i < ring.length; i++) {
            Call call = ring[(nextOpaque + i) & (ring.length - 1)];
            if (call != null) {
                remove(call.opaque);
                consumer.accept(call);
            }
        }
    }

    private void grow() {
        Call[] old = takeRing();
        for (Call call : old) {
            if (call != null) {
                ring[call.opaque & (ring.length - 1)] = call;
            }
        }
    }

    @SuppressWarnings("NullAway") // Array elements are nullable on both sides.
    private Call[] takeRing() {
        Call[] old = ring;
        // Two live opaques that differ modulo the old capacity differ modulo the doubled one.
        ring = new Call[old.length * 2];
        return old;
    }
}
