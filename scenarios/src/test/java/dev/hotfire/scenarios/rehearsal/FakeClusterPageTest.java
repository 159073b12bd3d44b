// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page shows what is compiled and run. A snippet is the code block after its mark {@code <!-- snippet: name -->}. */
class FakeClusterPageTest {
    private static final Path PAGE = Path.of("../docs/fake-cluster.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/hotfire/scenarios/rehearsal/RehearsalTest.java");

    /** As many lines as a test that arms a fault may have, its annotation and braces included. */
    private static final int MAX_LINES = 10;

    @Test
    void thePageShowsTheSnippetsAsTheyRun() throws IOException {
        Map<String, List<String>> shown = shown(Files.readAllLines(PAGE));
        Map<String, List<String>> run = run(Files.readAllLines(SOURCE));
        assertThat(run).isNotEmpty();
        assertThat(shown).isEqualTo(run);
    }

    @Test
    void aTestThatArmsAFaultHasAtMostTenLines() throws IOException {
        run(Files.readAllLines(SOURCE)).forEach((name, lines) -> {
            if (!name.equals("class") && !name.equals("plain")) {
                assertThat(lines).as(name).hasSizeLessThanOrEqualTo(MAX_LINES);
            }
        });
    }

    private static Map<String, List<String>> run(List<String> source) {
        Map<String, List<String>> snippets = new LinkedHashMap<>();
        List<String> current = null;
        for (String line : source) {
            String text = line.strip();
            if (text.startsWith("// snippet: ")) {
                current = new ArrayList<>();
                snippets.put(text.substring("// snippet: ".length()), current);
            } else if (text.equals("// end")) {
                current = null;
            } else if (current != null) {
                current.add(line);
            }
        }
        snippets.replaceAll((name, lines) -> outdented(lines));
        return snippets;
    }

    private static List<String> outdented(List<String> lines) {
        String first = lines.get(0);
        int indent = first.length() - first.stripLeading().length();
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }

    private static Map<String, List<String>> shown(List<String> page) {
        Map<String, List<String>> snippets = new LinkedHashMap<>();
        for (int i = 0; i < page.size(); i++) {
            String text = page.get(i).strip();
            if (text.startsWith("<!-- snippet: ")) {
                String name = text.substring("<!-- snippet: ".length(), text.indexOf(" -->"));
                int from = i + 2;
                int to = from;
                while (!page.get(to).equals("```")) {
                    to++;
                }
                snippets.put(name, page.subList(from, to));
            }
        }
        return snippets;
    }
}
