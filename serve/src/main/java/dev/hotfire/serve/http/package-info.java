// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** HTTP as far as an interface for people and scripts needs it: bounded, guarded, and knowing nothing of what it serves. */
@NullMarked
package dev.hotfire.serve.http;

import org.jspecify.annotations.NullMarked;
