// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.message.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that got its place on a broker.
 *
 * @param broker   the name of the broker, a master and its slaves alike
 * @param uniqueId that it carries, null if it carries none
 * @param of       the message of a producer's that it is a copy of, null if there is none of this unique id
 */
record SeenCopy(
        String broker,
        StoredMessage message,
        @Nullable String uniqueId,
        @Nullable SeenMessage of) {}
