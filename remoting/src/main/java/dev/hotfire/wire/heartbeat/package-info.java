// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a client tells brokers about itself. */
@NullMarked
package dev.hotfire.wire.heartbeat;

import org.jspecify.annotations.NullMarked;
