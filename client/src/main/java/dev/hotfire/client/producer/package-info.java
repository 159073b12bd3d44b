// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The producers of the familiar face, and what they take and give back: the official client's types, name for name. */
@NullMarked
package dev.hotfire.client.producer;

import org.jspecify.annotations.NullMarked;
