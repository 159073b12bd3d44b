// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Request and response headers: what the ext fields of each command mean, as records that read and write them. */
@NullMarked
package dev.hotfire.wire.header;

import org.jspecify.annotations.NullMarked;
