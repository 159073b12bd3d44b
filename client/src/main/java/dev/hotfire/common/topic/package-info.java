// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Rules of the familiar face about topics: the official library's types, name for name. */
@NullMarked
package dev.hotfire.common.topic;

import org.jspecify.annotations.NullMarked;
