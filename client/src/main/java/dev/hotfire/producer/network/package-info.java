// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the producers of one runtime share: a loop, connections, what name servers said, and their word to brokers. */
@NullMarked
package dev.hotfire.producer.network;

import org.jspecify.annotations.NullMarked;
