// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What producers are handed for timed messages. */
@NullMarked
package dev.hotfire.common.producer;

import org.jspecify.annotations.NullMarked;
