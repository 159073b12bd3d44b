// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** How requests are signed, and signatures checked. */
@NullMarked
package dev.hotfire.wire.acl;

import org.jspecify.annotations.NullMarked;
