// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Drivers for the two faces of the producer. The familiar one is also the official client's, with other imports. */
@NullMarked
package dev.hotfire.conformance.face;

import org.jspecify.annotations.NullMarked;
