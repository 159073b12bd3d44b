// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The hand-off to the loop, among real threads. */
@NullMarked
package dev.hotfire.producer.send;

import org.jspecify.annotations.NullMarked;
