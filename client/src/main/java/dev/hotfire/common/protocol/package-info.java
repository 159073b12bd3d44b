// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** Where the official library 4.x had its codes; newer programs name them in {@code remoting.protocol}. */
@NullMarked
package dev.hotfire.common.protocol;

import org.jspecify.annotations.NullMarked;
