// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.official.check.behaviour.Statement.Section;
import dev.hotfire.official.check.behaviour.Statement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every statement about the official producer's behaviour has a verdict and tests that hold it, and docs/behaviour.md says
 * so. With {@code -Dhotfire.docs.update=true} the page is written anew instead of compared.
 */
final class BehaviourTest {
    /** How many statements there are: one that gets lost must be missed. */
    private static final int STATEMENTS = 278;

    private static final Path PROJECT = Path.of(System.getProperty("hotfire.project", "../.."));

    private static final Map<String, Statement> BY_ID = new LinkedHashMap<>();
    private static final Map<Section, List<Statement>> BY_SECTION = new LinkedHashMap<>();
    private static TaggedTests tests;

    /**
     * What is worst about the official producer, with the statements that describe it.
     *
     * @param rank from 1, the worst
     */
    private record Hazard(int rank, String text, List<String> ids) {}

    private static final List<Hazard> HAZARDS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        for (Section section : Section.values()) {
            List<Statement> statements = section.statements();
            BY_SECTION.put(section, statements);
            statements.forEach(statement -> assertThat(BY_ID.put(statement.id(), statement))
                    .as(statement.id())
                    .isNull());
        }
        for (String[] cells : Statement.readTable("/behaviour/hazards.psv", 3)) {
            HAZARDS.add(new Hazard(Integer.parseInt(cells[0]), cells[1], List.of(cells[2].split(" "))));
        }
        tests = TaggedTests.of(PROJECT);
    }

    @Test
    void everyStatementHasAVerdict() {
        assertThat(BY_ID).hasSize(STATEMENTS);
        assertThat(BY_ID.values())
                .filteredOn(statement -> statement.verdict() == Verdict.OPEN)
                .extracting(Statement::id)
                .as("open statements")
                .isEmpty();
    }

    @Test
    void everyStatementHasATest() {
        assertThat(BY_ID.keySet())
                .filteredOn(id -> tests.of(id).isEmpty())
                .as("statements that no test is tagged with")
                .isEmpty();
    }

    @Test
    void everyTagNamesAStatement() {
        assertThat(tests.tags())
                .filteredOn(tag -> tag.startsWith("B-"))
                .as("tags of tests")
                .isSubsetOf(BY_ID.keySet());
    }

    @Test
    void everyHazardIsGone() {
        Set<String> ids = new LinkedHashSet<>();
        HAZARDS.forEach(hazard -> ids.addAll(hazard.ids()));
        assertThat(ids).isSubsetOf(BY_ID.keySet());
        assertThat(ids)
                .filteredOn(id -> BY_ID.get(id).verdict() != Verdict.IMPROVED)
                .as("hazards that are not improved")
                .isEmpty();
    }

    @Test
    void thePageSaysSo() throws IOException {
        Path page = PROJECT.resolve("docs/behaviour.md");
        String expected = page();
        if (Boolean.getBoolean("hotfire.docs.update")) {
            Files.writeString(page, expected);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/behaviour.md (run this test with -Dhotfire.docs.update=true to write it anew)")
                .isEqualTo(expected);
    }

    private static String page() {
        StringBuilder out = new StringBuilder();
        Map<Verdict, Long> counts = BY_ID.values().stream()
                .collect(Collectors.groupingBy(Statement::verdict, LinkedHashMap::new, Collectors.counting()));
        out.append("""
                # What the official producer does, and what ours does

                Each row is about one statement on the official Java producer (5.5.0), by the id that code and tests name it with.
                *Kept*: ours does the same, as far as a caller can tell. *Improved*: what a caller relies on holds, and a defect
                or trap that came with it is gone. *Not applicable*: there is nothing in ours that it could be about.

                The tests of a row hold it: they are tagged with its id, so `mvn verify -Dgroups=B-RETRY-03` runs those of one
                row. This page is written by `BehaviourTest` from those tags; a statement without a test fails the build.

                """);
        out.append("Of ").append(BY_ID.size()).append(" statements ");
        out.append(counts.getOrDefault(Verdict.KEPT, 0L)).append(" are kept, ");
        out.append(counts.getOrDefault(Verdict.IMPROVED, 0L)).append(" improved, ");
        out.append(counts.getOrDefault(Verdict.NOT_APPLICABLE, 0L)).append(" not applicable.\n\n");
        out.append("## The worst hazards\n\n| rank | hazard of the official producer | statements |\n|---|---|---|\n");
        for (Hazard hazard : HAZARDS) {
            out.append("| ")
                    .append(hazard.rank())
                    .append(" | ")
                    .append(hazard.text())
                    .append(" | ");
            out.append(hazard.ids().stream()
                    .map(id -> "[" + id + "](#" + id.toLowerCase(Locale.ROOT) + ")")
                    .collect(Collectors.joining(", ")));
            out.append(" |\n");
        }
        BY_SECTION.forEach((section, statements) -> {
            out.append("\n## ").append(section.title()).append("\n\n");
            out.append("| id | verdict | what holds | what is different, and why | tests |\n|---|---|---|---|---|\n");
            for (Statement statement : statements) {
                out.append("| <a id=\"")
                        .append(statement.id().toLowerCase(Locale.ROOT))
                        .append("\"></a>");
                out.append(statement.id()).append(" | ").append(statement.verdict());
                out.append(" | ")
                        .append(statement.text())
                        .append(" | ")
                        .append(statement.note())
                        .append(" | ");
                out.append(tests.of(statement.id()).stream()
                        .map(test -> "`" + test + "`")
                        .collect(Collectors.joining("<br>")));
                out.append(" |\n");
            }
        });
        return out.toString();
    }
}
