// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Helpers that users of the official library reach for. */
@NullMarked
package dev.hotfire.common.utils;

import org.jspecify.annotations.NullMarked;
