// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a remoting hook of the familiar face sees: the official client's types, name for name. */
@NullMarked
package dev.hotfire.remoting.protocol;

import org.jspecify.annotations.NullMarked;
