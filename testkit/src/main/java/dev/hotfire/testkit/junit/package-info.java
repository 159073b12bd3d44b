// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The fake cluster in tests of JUnit Jupiter. */
@NullMarked
package dev.hotfire.testkit.junit;

import org.jspecify.annotations.NullMarked;
