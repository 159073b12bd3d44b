// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The official client of any version, fetched from Maven Central into a process of its own. */
@NullMarked
package dev.hotfire.conformance.official;

import org.jspecify.annotations.NullMarked;
