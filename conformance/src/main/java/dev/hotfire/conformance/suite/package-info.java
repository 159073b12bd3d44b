// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a case is, what it has at hand while it runs, and how it is judged. */
@NullMarked
package dev.hotfire.conformance.suite;

import org.jspecify.annotations.NullMarked;
