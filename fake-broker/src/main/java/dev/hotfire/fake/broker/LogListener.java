// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.message.StoredMessage;

/**
 * Follows a broker's log as it is written.
 *
 * <p>Called in the order of the log, by the thread that writes it, while the broker is locked: must be quick, and leave
 * servers alone.
 */
public interface LogListener {
    /** A message got its place. Half and delayed messages too: their topics tell. */
    default void appended(StoredMessage message) {}

    /** A message that had its place is lost: the tail, or the whole log. Not called for retention. */
    default void lost(StoredMessage message) {}

    /** A message had to go because of the retention, and was the oldest. */
    default void dropped(StoredMessage message) {}
}
