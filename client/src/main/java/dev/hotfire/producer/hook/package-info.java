// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** Runs users' hooks and checks: around attempts, before transactions end, around requests. */
@NullMarked
package dev.hotfire.producer.hook;

import org.jspecify.annotations.NullMarked;
