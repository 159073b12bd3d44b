// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

/** Called when a broker is told how a transaction ended. What it throws is logged and else ignored. */
public interface EndTransactionHook {
    /** A name for logs. */
    String hookName();

    void endTransaction(EndTransactionContext context);
}
