// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the producer must do, as pure functions: written from the rules, and knowing nothing of the code that is tested. */
@NullMarked
package dev.hotfire.scenarios.model;

import org.jspecify.annotations.NullMarked;
