// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Questions about topics, queues and stored messages. */
@NullMarked
package dev.hotfire.producer.admin;

import org.jspecify.annotations.NullMarked;
