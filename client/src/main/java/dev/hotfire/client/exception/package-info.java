// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the familiar face throws: the official client's types, name for name. */
@NullMarked
package dev.hotfire.client.exception;

import org.jspecify.annotations.NullMarked;
