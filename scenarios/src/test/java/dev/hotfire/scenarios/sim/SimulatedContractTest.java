// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

/** The contract, in the simulation. */
final class SimulatedContractTest extends RuntimeContractTest {
    @Override
    TestBed newBed() {
        return TestBed.simulated(0x5EED);
    }
}
