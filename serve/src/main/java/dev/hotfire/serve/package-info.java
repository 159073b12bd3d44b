// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** A fake cluster as a program of its own: for clients in any language, with an HTTP interface and a live page. */
@NullMarked
package dev.hotfire.serve;

import org.jspecify.annotations.NullMarked;
