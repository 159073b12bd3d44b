// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** What name servers know and say: topic routes, the brokers of a cluster, the list of topics. */
@NullMarked
package dev.hotfire.wire.route;

import org.jspecify.annotations.NullMarked;
