// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The RocketMQ frame: its value, its two header encodings, the stream reader and writer, and the tables of codes. */
@NullMarked
package dev.hotfire.wire.frame;

import org.jspecify.annotations.NullMarked;
