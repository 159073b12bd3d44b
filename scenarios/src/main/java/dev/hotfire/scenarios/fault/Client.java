// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import dev.hotfire.producer.Producer;
import dev.hotfire.runtime.Machine;

/** One producer of a run and its callers, as far as faults are concerned. Confined to the run's own loop. */
public interface Client {
    String group();

    /** Where it runs. */
    Machine machine();

    /** The producer that callers use now; closed, perhaps. */
    Producer producer();

    /** Begins to close the producer. Idempotent. */
    void close();

    /** Starts another producer in place of one that was closed; no effect otherwise. */
    void restart();

    /** Starts one more producer on the same machine, and closes it. */
    void comeAndGo();

    /** Whether others share its runtime. */
    boolean sharesRuntime();

    /** How its callers behave. */
    UserCode userCode();
}
