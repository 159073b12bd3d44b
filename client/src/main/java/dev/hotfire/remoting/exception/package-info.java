// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the familiar face throws when a broker could not be talked to: the official client's types, name for name. */
@NullMarked
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.NullMarked;
