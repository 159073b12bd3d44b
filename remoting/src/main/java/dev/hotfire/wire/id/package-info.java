// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The identifiers that travel with messages, and the addresses in them. */
@NullMarked
package dev.hotfire.wire.id;

import org.jspecify.annotations.NullMarked;
