// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** The suite's end of the driver protocol: processes that do as they are told, or not. */
@NullMarked
package dev.hotfire.conformance.driver;

import org.jspecify.annotations.NullMarked;
