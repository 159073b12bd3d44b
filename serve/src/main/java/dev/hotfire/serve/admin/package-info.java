// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the HTTP interface of a fake cluster consists of: one class for each thing that can be asked about or changed. */
@NullMarked
package dev.hotfire.serve.admin;

import org.jspecify.annotations.NullMarked;
