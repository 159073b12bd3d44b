// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whoever mistypes something in a scenario of the library is told where, in one line, and nothing is run. */
final class BrokenScenariosTest {
    /** A field at the start of a line of its own, with the value after it. */
    private static final Pattern FIELD = Pattern.compile("^([ -]*)([a-zA-Z]+):( .*|)$");

    /**
     * A file with one mistake.
     *
     * @param file where it comes from
     * @param text the whole text
     * @param line where the mistake is, counted from 1
     */
    record Broken(String file, String text, int line) {}

    @Property(tries = 100)
    void isToldTheLineOfTheMistake(@ForAll("broken") Broken broken) throws IOException {
        Path file = Files.createTempFile("broken", ".yaml");
        try {
            Files.writeString(file, broken.text());
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int exitCode = HotfireCommand.execute(
                    new PrintWriter(out, true), new PrintWriter(err, true), "run", file.toString());
            assertThat(err.toString().lines()).hasSize(1);
            assertThat(err.toString())
                    .startsWith(file + ":" + broken.line() + ":")
                    .contains("(expected: ")
                    .doesNotContain("Exception", "\tat ");
            assertThat(exitCode).isEqualTo(2);
            assertThat(out.toString()).isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<Broken> broken() throws IOException {
        List<Broken> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("..", "scenarios"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                all.addAll(mutations(file.getFileName().toString(), Files.readAllLines(file)));
            }
        }
        return Arbitraries.of(all);
    }

    /** Each field, with another name, with a value of another kind, and twice. */
    private static List<Broken> mutations(String file, List<String> lines) {
        List<Broken> mutations = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher field = FIELD.matcher(lines.get(i));
            if (!field.matches() || isText(lines, i)) {
                continue;
            }
            String indent = field.group(1);
            String name = field.group(2);
            String value = field.group(3);
            mutations.add(replaced(file, lines, i, List.of(indent + name + "z:" + value), 0));
            if (!value.isEmpty() && !name.equals("description")) {
                mutations.add(replaced(file, lines, i, List.of(indent + name + ": [[nonsense]]"), 0));
                mutations.add(replaced(
                        file, lines, i, List.of(lines.get(i), " ".repeat(indent.length()) + name + ":" + value), 1));
            }
        }
        return mutations;
    }

    /** Whether the line belongs to the text of the description, which may say anything. */
    private static boolean isText(List<String> lines, int index) {
        int description = lines.indexOf("description: >");
        return description >= 0
                && index > description
                && lines.subList(description + 1, index + 1).stream().allMatch(line -> line.startsWith("  "));
    }

    /** @param mistake which of the new lines has the mistake */
    private static Broken replaced(String file, List<String> lines, int index, List<String> by, int mistake) {
        List<String> all = new ArrayList<>(lines.subList(0, index));
        all.addAll(by);
        all.addAll(lines.subList(index + 1, lines.size()));
        return new Broken(file, String.join("\n", all) + "\n", index + 1 + mistake);
    }
}
