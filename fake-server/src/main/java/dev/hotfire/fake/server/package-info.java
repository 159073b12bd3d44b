// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What the fake name server and the fake broker share: listening, dying and coming back, the journal, fault rules. */
@NullMarked
package dev.hotfire.fake.server;

import org.jspecify.annotations.NullMarked;
