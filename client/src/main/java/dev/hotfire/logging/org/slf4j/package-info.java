// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** SLF4J under the names that the official library has its own copy of it. */
@NullMarked
package dev.hotfire.logging.org.slf4j;

import org.jspecify.annotations.NullMarked;
