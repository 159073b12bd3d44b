// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All cases there are. */
public final class Catalogue {
    private Catalogue() {}

    /** All cases, by area and in the order of their telling; ids are unique. */
    public static List<Case> all() {
        List<Case> all = new ArrayList<>();
        all.addAll(FramingCases.all());
        all.addAll(RouteCases.all());
        all.addAll(NameServerCases.all());
        all.addAll(RetryCases.all());
        all.addAll(CodeCases.all());
        all.addAll(DeadlineCases.all());
        all.addAll(ConnectionCases.all());
        all.addAll(AnswerCases.all());
        all.addAll(IdCases.all());
        all.addAll(PropertyCases.all());
        all.addAll(BatchCases.all());
        all.addAll(CompressionCases.all());
        all.addAll(TransactionCases.all());
        all.addAll(RequestCases.all());
        all.addAll(HeartbeatCases.all());
        all.addAll(CloseCases.all());
        all.addAll(UnsolicitedCases.all());
        all.addAll(MovingCases.all());
        all.addAll(HostileCases.all());
        all.addAll(AccessCases.all());
        Map<String, Case> byId = new LinkedHashMap<>();
        for (Case item : all) {
            if (byId.put(item.id(), item) != null) {
                throw new IllegalStateException(item.id() + ": twice (expected: ids that are unique)");
            }
        }
        return List.copyOf(all);
    }
}
