// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** Where the official library 4.x had its loggers; here each is one of SLF4J. */
@NullMarked
package dev.hotfire.logging;

import org.jspecify.annotations.NullMarked;
