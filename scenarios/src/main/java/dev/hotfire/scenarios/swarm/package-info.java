// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Runs that a seed makes up, many of them: what each is like, and what came of it. */
@NullMarked
package dev.hotfire.scenarios.swarm;

import org.jspecify.annotations.NullMarked;
