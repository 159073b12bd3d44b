// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Case;
import java.util.List;

final class CompressionCases {
    private CompressionCases() {}

    static List<Case> all() {
        return List.of();
    }
}
