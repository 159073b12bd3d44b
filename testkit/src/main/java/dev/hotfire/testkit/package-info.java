// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** A whole fake cluster in one object: what a test of an application that sends messages depends on. */
@NullMarked
package dev.hotfire.testkit;

import org.jspecify.annotations.NullMarked;
