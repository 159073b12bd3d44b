// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The cases, by area. */
@NullMarked
package dev.hotfire.conformance.cases;

import org.jspecify.annotations.NullMarked;
