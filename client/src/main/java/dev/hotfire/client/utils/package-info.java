// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Helpers of the familiar face: the official client's types, name for name. */
@NullMarked
package dev.hotfire.client.utils;

import org.jspecify.annotations.NullMarked;
