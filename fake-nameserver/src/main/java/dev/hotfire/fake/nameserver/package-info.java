// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** A name server for tests: routes, and who sees which. */
@NullMarked
package dev.hotfire.fake.nameserver;

import org.jspecify.annotations.NullMarked;
