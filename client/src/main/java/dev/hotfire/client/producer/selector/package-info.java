// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The queue selectors that come with the familiar face. */
@NullMarked
package dev.hotfire.client.producer.selector;

import org.jspecify.annotations.NullMarked;
