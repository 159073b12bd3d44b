// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Names and helpers that users of the familiar face take from the official remoting library. */
@NullMarked
package dev.hotfire.remoting.common;

import org.jspecify.annotations.NullMarked;
