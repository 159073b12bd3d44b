// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Policies that choose queues and avoid brokers, measured side by side on the same faults in simulated time. */
@NullMarked
package dev.hotfire.scenarios.arena;

import org.jspecify.annotations.NullMarked;
