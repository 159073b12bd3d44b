// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a producer does, told to Micrometer or OpenTelemetry in the words of the messaging semantic conventions. */
@NullMarked
package dev.hotfire.observe;

import org.jspecify.annotations.NullMarked;
