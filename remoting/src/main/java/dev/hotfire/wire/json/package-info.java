// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** How the wire packages read and write JSON: from strangers, and with the keys that only RocketMQ writes. Internal. */
@NullMarked
package dev.hotfire.wire.json;

import org.jspecify.annotations.NullMarked;
