// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/**
 * The catalogue of faults: each a value with an id, a scope, a trigger, a duration and a heal, and the injector that brings
 * it about, in simulated worlds and over TCP alike.
 */
@NullMarked
package dev.hotfire.scenarios.fault;

import org.jspecify.annotations.NullMarked;
