// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Fault rules as text. */
@NullMarked
package dev.hotfire.testkit.rule;

import org.jspecify.annotations.NullMarked;
