// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Gathers messages into batches: who waits for whom, how long, and how much may wait. */
@NullMarked
package dev.hotfire.producer.batch;

import org.jspecify.annotations.NullMarked;
