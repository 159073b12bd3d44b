// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The bugs there are to plant, what their last hunts found, and the page that is made of both. A hunt for some of them leaves
 * what is known of the others as it is.
 */
final class PlantedBugs {
    /** Stands for an invariant where a hunt found none. */
    static final String NOTHING = "nothing";

    private static final String LIST = "/planted-bugs.yaml";
    private static final String FINDINGS = "scenarios/src/test/resources/planted-bugs-found.psv";
    private static final String PAGE = "docs/planted-bugs.md";

    private final Path root;
    private final List<PlantedBug> bugs;
    private final Map<String, Finding> findings;

    /**
     * What the last hunt for a bug found.
     *
     * @param invariant which one broke, or {@link #NOTHING}
     * @param seconds   of processor time that took, the start of the JVM and its compiler included; with a star time on the wall
     * @param events    faults and sends of the shrunk run; empty if it was not shrunk
     * @param tcp       yes or no; - where that can't be; empty if it was not tried
     */
    record Finding(String invariant, String seconds, String events, String tcp) {
        boolean isFound() {
            return !invariant.equals(NOTHING);
        }
    }

    private PlantedBugs(Path root, List<PlantedBug> bugs, Map<String, Finding> findings) {
        this.root = root;
        this.bugs = bugs;
        this.findings = findings;
    }

    static PlantedBugs read() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.isDirectory(here.resolve("scenarios")) ? here : requireNonNull(here.getParent());
        return new PlantedBugs(root, list(), findings(root));
    }

    private static List<PlantedBug> list() throws IOException {
        try (InputStream in = requireNonNull(PlantedBugs.class.getResourceAsStream(LIST), LIST)) {
            List<PlantedBug> bugs = new ArrayList<>();
            Object list = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            for (Object entry : (List<?>) list) {
                Map<?, ?> fields = (Map<?, ?>) entry;
                bugs.add(new PlantedBug(
                        text(fields, "name"),
                        text(fields, "story"),
                        text(fields, "file"),
                        text(fields, "anchor"),
                        text(fields, "replacement"),
                        text(fields, "predicted")));
            }
            return bugs;
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(requireNonNull(fields.get(name), name));
    }

    private static Map<String, Finding> findings(Path root) throws IOException {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root.resolve(FINDINGS))) {
            String[] cells = line.split("\\|", -1);
            findings.put(cells[0], new Finding(cells[1], cells[2], cells[3], cells[4]));
        }
        return findings;
    }

    List<PlantedBug> all() {
        return bugs;
    }

    /** The source that the bug belongs into, as it is. */
    String source(PlantedBug bug) throws IOException {
        return Files.readString(root.resolve(bug.file()));
    }

    @Nullable
    Finding finding(PlantedBug bug) {
        return findings.get(bug.name());
    }

    void found(PlantedBug bug, Finding finding) {
        findings.put(bug.name(), finding);
    }

    /** Keeps what is known for the next time, and writes the page. */
    void write() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (PlantedBug bug : bugs) {
            Finding finding = finding(bug);
            if (finding != null) {
                lines.append(String.join(
                                "|", bug.name(), finding.invariant, finding.seconds, finding.events, finding.tcp))
                        .append('\n');
            }
        }
        Files.writeString(root.resolve(FINDINGS), lines);
        Files.writeString(root.resolve(PAGE), page());
    }

    /** The page as it is. */
    String writtenPage() throws IOException {
        return Files.readString(root.resolve(PAGE));
    }

    /** How many events the shrunk runs have: as many or fewer in half of them. */
    long medianEvents() {
        List<Long> events = known().filter(Finding::isFound)
                .map(Finding::events)
                .filter(count -> !count.isEmpty())
                .map(Long::valueOf)
                .sorted()
                .toList();
        return events.isEmpty() ? 0 : events.get(events.size() / 2);
    }

    private Stream<Finding> known() {
        return bugs.stream().map(this::finding).filter(finding -> finding != null);
    }

    /** The page as it should be. */
    String page() {
        StringBuilder page = new StringBuilder("""
                # Planted bugs

                Each of these bugs was planted into the producer, alone, and a swarm hunted it on one core. *By* is the invariant that was
                predicted to find it, and did; *after* the seconds of processor time that took, the start of the JVM and its compiler
                included; *events* the faults and sends of the smallest run that still shows it. *TCP* says whether that run shows it over
                real sockets as well, within six tries; a dash means that real sockets can't have its faults, or that only virtual time
                lets its invariant be judged. What is empty was not tried.

                The list is `scenarios/src/test/resources/planted-bugs.yaml`. All are hunted, and this page is written, by

                ```sh
                mvn test -Pplanted -pl scenarios -am
                ```

                and some of them, which leaves the other lines as they are, with `-Dplanted.only=name,name`.

                | bug | what goes wrong | by | after | events | TCP |
                |---|---|---|---|---|---|
                """);
        for (PlantedBug bug : bugs) {
            Finding finding = finding(bug);
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s |%n",
                    bug.name(),
                    bug.story(),
                    finding == null ? "" : finding.isFound() ? finding.invariant : "nothing yet",
                    finding == null || !finding.isFound()
                            ? ""
                            : finding.seconds.replace("*", "") + " s" + (finding.seconds.endsWith("*") ? "*" : ""),
                    finding == null ? "" : finding.events,
                    finding == null ? "" : finding.tcp));
        }
        page.append(String.format(
                Locale.ROOT,
                "%n%d bugs, %d found; the median of the events of those is %d. Of %d that were tried over real sockets, %d are seen "
                        + "there.%n",
                bugs.size(),
                known().filter(Finding::isFound).count(),
                medianEvents(),
                known().filter(one -> one.tcp.equals("yes") || one.tcp.equals("no"))
                        .count(),
                known().filter(one -> one.tcp.equals("yes")).count()));
        if (known().anyMatch(one -> one.seconds.endsWith("*"))) {
            page.append("\nA star marks time on the wall, of an earlier hunt on a busy machine.\n");
        }
        return page.toString().replace("\r\n", "\n");
    }
}
