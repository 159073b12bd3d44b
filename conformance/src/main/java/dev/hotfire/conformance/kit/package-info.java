// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a driver in Java is made of: the protocol on standard input and output. Knows the JDK only, so that it lives beside any client. */
@NullMarked
package dev.hotfire.conformance.kit;

import org.jspecify.annotations.NullMarked;
