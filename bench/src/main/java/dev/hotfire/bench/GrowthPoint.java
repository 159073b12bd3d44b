// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

/**
 * What a send costs, or what one of a quantity takes, at one size.
 *
 * @param perSecond  messages a second; 0 where none ends
 * @param cpuMicros  of the client's process, for each message
 * @param bytes      that the client's process allocates, for each message
 * @param p50Micros  half of the sends took no longer
 * @param heldBytes  that one more of the quantity keeps in memory; 0 where nobody asked
 */
public record GrowthPoint(
        Curve curve, int size, double perSecond, double cpuMicros, double bytes, double p50Micros, double heldBytes) {
    static GrowthPoint of(Curve curve, int size, double heldBytes) {
        return new GrowthPoint(curve, size, 0, 0, 0, 0, heldBytes);
    }

    static GrowthPoint of(Curve curve, int size, Round round, double heldBytes) {
        return new GrowthPoint(
                curve,
                size,
                round.perSecond(),
                round.cpuMicros(),
                round.bytesPerMessage(),
                round.p50Nanos() / 1e3,
                heldBytes);
    }
}
