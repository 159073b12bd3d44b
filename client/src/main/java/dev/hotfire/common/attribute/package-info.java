// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

/** What topics are for, as in the official library. */
@NullMarked
package dev.hotfire.common.attribute;

import org.jspecify.annotations.NullMarked;
