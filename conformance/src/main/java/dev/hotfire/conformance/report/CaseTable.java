// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.report;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import java.util.List;
import java.util.Set;

/** The cases as a table of a Markdown page. */
public final class CaseTable {
    private CaseTable() {}

    /**
     * The table.
     *
     * @param backed the ids of cases that a real cluster backs
     */
    public static String write(List<Case> cases, Set<String> backed) {
        StringBuilder text = new StringBuilder();
        Area area = null;
        for (Case item : cases) {
            if (item.area() != area) {
                area = item.area();
                text.append("\n### ")
                        .append(Character.toUpperCase(area.title().charAt(0)))
                        .append(area.title().substring(1))
                        .append("\n\n");
                text.append("| case | what it shows | rests on | needs | real |\n|---|---|---|---|---|\n");
            }
            text.append("| `")
                    .append(item.id())
                    .append("` | ")
                    .append(item.text().replace("|", "\\|"))
                    .append(" | ")
                    .append(String.join(" ", item.restsOn()))
                    .append(" | ")
                    .append(item.needsNoDriver() ? "no driver" : String.join(" ", item.needs()))
                    .append(" | ")
                    .append(backed.contains(item.id()) ? "◆" : "")
                    .append(" |\n");
        }
        return text.toString();
    }
}
