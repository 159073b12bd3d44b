// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The consistent hash that RocketMQ clients share. */
@NullMarked
package dev.hotfire.wire.hash;

import org.jspecify.annotations.NullMarked;
