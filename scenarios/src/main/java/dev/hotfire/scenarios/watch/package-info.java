// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/**
 * Invariants that are watched while a run goes on: what producers say they do, beside what servers read, answer and store.
 *
 * <p>{@link dev.hotfire.scenarios.watch.Watch} brings the two sides together and tells each
 * {@link dev.hotfire.scenarios.watch.Watcher}, one per invariant.
 */
@NullMarked
package dev.hotfire.scenarios.watch;

import org.jspecify.annotations.NullMarked;
