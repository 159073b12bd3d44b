// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.hook;

import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.TransactionEnd;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end-transaction hooks of one producer, asked in order; what they throw is logged. Any thread but the loop's. */
public final class EndTransactionHooks {
    private static final Logger LOG = LoggerFactory.getLogger(EndTransactionHooks.class);

    private final List<EndTransactionHook> hooks;

    public EndTransactionHooks(List<EndTransactionHook> hooks) {
        this.hooks = List.copyOf(hooks);
    }

    /** Whether nobody wants to know, so that there is nothing to prepare. */
    public boolean isEmpty() {
        return hooks.isEmpty();
    }

    /** A broker is about to be told. */
    public void before(TransactionEnd end) {
        for (EndTransactionHook hook : hooks) {
            try {
                hook.endTransaction(end);
            } catch (Throwable e) {
                // As with send hooks: the broker must be told whatever a hook does.
                LOG.warn(
                        "end-transaction hook {} threw about transaction {}",
                        hook.getClass().getName(),
                        end.messageId(),
                        e);
            }
        }
    }
}
