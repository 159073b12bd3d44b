// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The official producer and consumer behind main classes: arguments in, lines out. */
@NullMarked
package dev.hotfire.official.client;

import org.jspecify.annotations.NullMarked;
