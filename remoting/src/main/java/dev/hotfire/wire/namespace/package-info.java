// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Namespace prefixes, and the names that never get one. */
@NullMarked
package dev.hotfire.wire.namespace;

import org.jspecify.annotations.NullMarked;
