// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

/** A fault that has begun. */
interface Effect {
    /** Puts right what can be put right. Called once. */
    void heal();

    /** How often it hit something so far. */
    default long firings() {
        return 1;
    }

    /** An effect that fired once, or not at all. */
    static Effect of(boolean fired, Runnable heal) {
        return new Effect() {
            @Override
            public void heal() {
                heal.run();
            }

            @Override
            public long firings() {
                return fired ? 1 : 0;
            }
        };
    }

    /** An effect that fired once, and heals thus. */
    static Effect healedBy(Runnable heal) {
        return of(true, heal);
    }
}
