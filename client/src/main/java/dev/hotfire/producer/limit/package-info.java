// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** How much a producer may have in flight, and who waits for room. */
@NullMarked
package dev.hotfire.producer.limit;

import org.jspecify.annotations.NullMarked;
