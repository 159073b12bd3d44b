// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.cli.Document.Block;
import dev.hotfire.scenarios.points.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Documents lead somewhere, can be found, and say what is so. What their fenced blocks say is {@link SnippetsTest}'s. */
final class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final String SAMPLE = "samples/junit/src/test/java/com/example/orders/FirstFailureTest.java";

    /** A screen has some 35 lines. */
    private static final int TWO_SCREENS = 70;

    @Test
    void everyLinkWithinTheRepositoryLeadsSomewhere() throws IOException {
        Map<Path, Set<String>> anchors = new HashMap<>();
        for (Document page : Document.all()) {
            anchors.put(page.file().toRealPath(), page.anchors());
        }
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Document page : Document.all()) {
            for (String target : targets(page)) {
                links++;
                int hash = target.indexOf('#');
                String path = hash < 0 ? target : target.substring(0, hash);
                Path file = path.isEmpty() ? page.file() : page.file().resolveSibling(path);
                if (!Files.exists(file)) {
                    broken.add(page.name() + ": " + target);
                } else if (hash >= 0
                        && !anchors.getOrDefault(file.toRealPath(), Set.of()).contains(target.substring(hash + 1))) {
                    broken.add(page.name() + ": " + target + " (no such place in it)");
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    /** Whoever begins at the README comes by every page, link by link. */
    @Test
    void everyPageCanBeFound() throws IOException {
        Map<Path, Document> pages = new HashMap<>();
        for (Document page : Document.all()) {
            pages.put(page.file().toRealPath(), page);
        }
        Set<Path> found = new HashSet<>();
        List<Path> next =
                new ArrayList<>(List.of(Document.ROOT.resolve("README.md").toRealPath()));
        while (!next.isEmpty()) {
            Path file = next.remove(next.size() - 1);
            Document page = pages.get(file);
            if (page == null || !found.add(file)) {
                continue;
            }
            for (String target : targets(page)) {
                Path linked = page.file().resolveSibling(target.replaceFirst("#.*", ""));
                if (Files.exists(linked)) {
                    // A folder shows its README.
                    next.add((Files.isDirectory(linked) ? linked.resolve("README.md") : linked)
                            .toAbsolutePath()
                            .normalize());
                }
            }
        }
        Set<String> lost = pages.entrySet().stream()
                .filter(entry -> !found.contains(entry.getKey()))
                .map(entry -> entry.getValue().name())
                .collect(Collectors.toSet());
        assertThat(lost).isEmpty();
    }

    /** Links to what is in the repository. */
    private static List<String> targets(Document page) {
        List<String> targets = new ArrayList<>();
        for (String line : page.prose()) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                String target = link.group(1) != null ? link.group(1) : link.group(2);
                if (!target.contains(":")) {
                    targets.add(target);
                }
            }
        }
        return targets;
    }

    @Test
    void theReadmeFitsOnTwoScreens() throws IOException {
        assertThat(Files.readAllLines(Document.ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(TWO_SCREENS);
    }

    /** The test that readers are shown first is the one that the samples compile and run. */
    @Test
    void theFirstTestIsShownAsItRuns() throws IOException {
        String sample = plain(Files.readString(Document.ROOT.resolve(SAMPLE)));
        for (Document page : Document.all()) {
            if (page.name().equals("README.md") || page.name().equals("docs/tutorial.md")) {
                List<String> shown = page.blocks().stream()
                        .map(Block::text)
                        .filter(text -> text.contains("anOrderSurvivesABusyBroker"))
                        .map(DocumentationTest::plain)
                        .toList();
                assertThat(shown).as(page.name()).hasSize(1).allSatisfy(text -> assertThat(sample)
                        .contains(text));
            }
        }
    }

    private static String plain(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Test
    void figuresAreThoseOfTheCode() throws IOException {
        assertThat(Files.readString(Document.ROOT.resolve("docs/simulator.md")))
                .contains("each of " + Points.all().size() + " named points");
    }
}
