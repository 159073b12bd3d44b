// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a run is told as: text, JUnit XML, JSON, one HTML matrix; and what was known to fail before. */
@NullMarked
package dev.hotfire.conformance.report;

import org.jspecify.annotations.NullMarked;
