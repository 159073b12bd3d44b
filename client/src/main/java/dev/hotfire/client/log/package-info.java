// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** The official client 4.x's own logger. */
@NullMarked
package dev.hotfire.client.log;

import org.jspecify.annotations.NullMarked;
