// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Runs cases against a client, many at once, whatever the client does. */
@NullMarked
package dev.hotfire.conformance.run;

import org.jspecify.annotations.NullMarked;
