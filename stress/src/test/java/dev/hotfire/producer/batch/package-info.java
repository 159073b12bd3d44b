// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What waits for company, among real threads. */
@NullMarked
package dev.hotfire.producer.batch;

import org.jspecify.annotations.NullMarked;
