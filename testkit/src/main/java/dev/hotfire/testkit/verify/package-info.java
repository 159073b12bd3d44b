// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Questions to what happened: which requests came, which faults fired, what became of each message. */
@NullMarked
package dev.hotfire.testkit.verify;

import org.jspecify.annotations.NullMarked;
