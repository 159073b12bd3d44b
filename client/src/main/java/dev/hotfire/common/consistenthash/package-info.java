// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The hash ring of the familiar face: the official library's types, name for name. */
@NullMarked
package dev.hotfire.common.consistenthash;

import org.jspecify.annotations.NullMarked;
