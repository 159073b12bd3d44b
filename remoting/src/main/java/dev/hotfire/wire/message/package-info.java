// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What a message is made of on the wire: properties, flags, batches, compressed bodies, the form it is stored in. */
@NullMarked
package dev.hotfire.wire.message;

import org.jspecify.annotations.NullMarked;
