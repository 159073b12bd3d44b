// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The records that clients write about their messages to the trace topic. */
@NullMarked
package dev.hotfire.wire.trace;

import org.jspecify.annotations.NullMarked;
