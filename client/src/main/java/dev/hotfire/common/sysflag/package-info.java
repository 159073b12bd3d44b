// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Flags of the familiar face: the official library's types, name for name. */
@NullMarked
package dev.hotfire.common.sysflag;

import org.jspecify.annotations.NullMarked;
