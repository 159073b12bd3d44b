// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The message trace: what the producer notes about its messages, and how that gets to the trace topic. */
@NullMarked
package dev.hotfire.producer.trace;

import org.jspecify.annotations.NullMarked;
