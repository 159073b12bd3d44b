// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** A broker for tests: topics, queues, the log, transactions, and what consumers need to read back. */
@NullMarked
package dev.hotfire.fake.broker;

import org.jspecify.annotations.NullMarked;
