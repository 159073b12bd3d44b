// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The few types of this package that users of the familiar face name. */
@NullMarked
package dev.hotfire.client.impl;

import org.jspecify.annotations.NullMarked;
