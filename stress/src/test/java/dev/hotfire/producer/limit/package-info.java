// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Places in flight, among real threads. */
@NullMarked
package dev.hotfire.producer.limit;

import org.jspecify.annotations.NullMarked;
