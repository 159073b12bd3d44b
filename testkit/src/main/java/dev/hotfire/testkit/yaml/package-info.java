// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
/** YAML 1.2, and so JSON, read strictly: each mistake with its place, what was found and what would be right. */
@NullMarked
package dev.hotfire.testkit.yaml;

import org.jspecify.annotations.NullMarked;
