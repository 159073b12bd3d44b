// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Request and reply: who waits for which reply, and the replies that brokers hand over. */
@NullMarked
package dev.hotfire.producer.reply;

import org.jspecify.annotations.NullMarked;
