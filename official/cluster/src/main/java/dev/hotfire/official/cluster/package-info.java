// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The official name server and brokers in one JVM, for as long as somebody holds its standard input. */
@NullMarked
package dev.hotfire.official.cluster;

import org.jspecify.annotations.NullMarked;
