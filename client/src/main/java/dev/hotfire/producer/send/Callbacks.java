// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.network.Network;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where callers are told how their sends ended: the user's own executor if there is one, as the settings are now, else the
 * callback threads of the network.
 */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final Network network;
    private final Supplier<ProducerConfig> config;

    Callbacks(Network network, Supplier<ProducerConfig> config) {
        this.network = network;
        this.config = config;
    }

    /** On the loop. */
    void tell(Runnable completion) {
        if (!handOverToOwn(completion)) {
            network.tell(completion);
        }
    }

    /** As {@link #tell}, on any thread. */
    void tellFromAnywhere(Runnable completion) {
        if (!handOverToOwn(completion)) {
            // An outcome in the wrong thread is better than none.
            network.callBack(completion);
        }
    }

    private boolean handOverToOwn(Runnable completion) {
        Executor own = config.get().callbackExecutor();
        if (own == null) {
            return false;
        }
        try {
            own.execute(() -> network.callOut(completion));
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // Full, closed, or without a thread. Whoever waits for the outcome must have it all the same (B-LIFE-19).
            LOG.warn("the callback executor refused to complete a send; a thread of the producer's own does", e);
            return false;
        }
    }
}
