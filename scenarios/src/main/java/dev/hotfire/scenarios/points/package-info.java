// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/**
 * Points that a swarm must come by: what has never happened in any run was never checked in any, however many runs there
 * were.
 */
@NullMarked
package dev.hotfire.scenarios.points;

import org.jspecify.annotations.NullMarked;
