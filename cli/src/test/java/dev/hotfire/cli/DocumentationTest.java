// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.cli.Document.Block;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.points.Points;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.WorldKind;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.stream.Stream;
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

    /** The outage of the guide goes as the guide tells it: expectations fail at first, and hold with another policy. */
    @Test
    void theOutageOfTheGuideGoesAsItSays() throws Exception {
        List<String> parts = page("docs/how-to/reproduce-an-outage.md").blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Block::text)
                .toList();
        assertThat(parts).hasSize(2);
        String scenario = parts.get(0) + parts.get(1);
        RunReport off = run(scenario);
        assertThat(off.ledger().failed()).isZero();
        assertThat(off.ledger().duplicated()).isGreaterThan(200);
        assertThat(off.passed()).isFalse();
        assertThat(run(scenario.replace("\"off\"", "table")).passed()).isFalse();
        assertThat(run(scenario.replace("\"off\"", "adaptive")).passed()).isTrue();
    }

    /** So does the change to the outage of the tutorial. */
    @Test
    void theOutageOfTheTutorialGoesAsItSays() throws Exception {
        String scenario;
        try (InputStream in = InitCommand.class.getResourceAsStream("init/first-outage.yaml")) {
            scenario = new String(requireNonNull(in).readAllBytes(), UTF_8);
        }
        String changed = page("docs/tutorial.md").blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Block::text)
                .findFirst()
                .orElseThrow();
        RunReport report = run(scenario.replaceFirst("(?s)timeline:.*?\n\n", changed + "\n"));
        assertThat(report.invariants()).allMatch(Verdict::holds);
        assertThat(report.expectations().stream()
                        .filter(verdict -> !verdict.holds())
                        .map(Verdict::title))
                .containsExactly("p99 < 50ms");
    }

    private static RunReport run(String scenario) throws Exception {
        return ScenarioRunner.run(
                ScenarioReader.parse("page", scenario), WorldKind.SIM, ScenarioRunner.DEFAULT_SEED, RunListener.NONE);
    }

    private static Document page(String name) throws IOException {
        return Document.all().stream()
                .filter(page -> page.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void figuresAreThoseOfTheCode() throws IOException {
        assertThat(Files.readString(Document.ROOT.resolve("docs/simulator.md")))
                .contains("each of " + Points.all().size() + " named points");
        try (Stream<Path> examples =
                Files.list(Document.ROOT.resolve("examples/src/main/java/dev/hotfire/examples/familiar"))) {
            assertThat(examples.filter(file -> !file.endsWith("package-info.java")))
                    .as("docs/how-to/migrate.md says thirteen")
                    .hasSize(13);
        }
    }
}
