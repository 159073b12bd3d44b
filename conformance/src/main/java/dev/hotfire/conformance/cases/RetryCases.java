// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Case;
import java.util.List;

final class RetryCases {
    private RetryCases() {}

    static List<Case> all() {
        return List.of();
    }
}
