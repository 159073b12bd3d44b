// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** The settings of encryption, as programs for the official library name them. */
@NullMarked
package dev.hotfire.remoting.netty;

import org.jspecify.annotations.NullMarked;
