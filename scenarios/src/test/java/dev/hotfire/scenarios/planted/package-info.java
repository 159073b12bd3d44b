// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Bugs that are planted into the producer, one at a time, to see that a swarm finds them. */
@NullMarked
package dev.hotfire.scenarios.planted;

import org.jspecify.annotations.NullMarked;
