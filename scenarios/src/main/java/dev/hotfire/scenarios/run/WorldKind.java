// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import java.time.Duration;

/** The two worlds that a scenario can run in. */
public enum WorldKind {
    /** In memory and in virtual time: reproducible, and as fast as the processor. */
    SIM("sim", Duration.ZERO),
    /** Over real sockets and in real time. */
    TCP("tcp", Duration.ofMillis(250));

    private final String label;
    private final Duration grace;

    WorldKind(String label, Duration grace) {
        this.label = label;
        this.grace = grace;
    }

    /** Its name on the command line and in reports. */
    public String label() {
        return label;
    }

    /** How much later than its timeout a send may end: a busy computer delays threads, virtual time waits for them. */
    public Duration grace() {
        return grace;
    }
}
