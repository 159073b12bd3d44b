// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The ends of transactions: what brokers are told about them, and what they ask. */
@NullMarked
package dev.hotfire.producer.transaction;

import org.jspecify.annotations.NullMarked;
