// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.ObjectLayout;
import org.junit.jupiter.api.Test;

class BrokerLoadTest {
    /** Else each choice waits, now and then, for what the loop writes next to it for each send. */
    @Test
    void sharesNoCacheLine() {
        ObjectLayout.assertHasLinesToItself(BrokerLoad.idle());
    }
}
