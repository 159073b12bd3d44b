// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.cli.Document.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What documents show, works: each fenced block is checked by the rules of its language, and a fence must name one. */
@Timeout(120)
final class SnippetsTest {
    /** Who may show blocks of text, which nobody checks, and why. */
    private static final Map<String, String> UNCHECKED = new LinkedHashMap<>();

    static {
        UNCHECKED.put("docs/conformance.md", "the protocol of drivers, which the tests of the example driver hold");
        UNCHECKED.put("docs/findings.md", "traces of clients that fail by chance");
        UNCHECKED.put("docs/reference/cli.md", "what the commands themselves print, see GeneratedReferenceTest");
        UNCHECKED.put("docs/serve.md", "a line with ports; ServeCommandTest holds its form");
        UNCHECKED.put("docs/simulator.md", "what a run prints");
        UNCHECKED.put("docs/explanation/determinism.md", "what a run prints");
        UNCHECKED.put("docs/how-to/other-languages.md", "what a run prints");
        UNCHECKED.put("official/README.md", "a shell function, and what programs print");
    }

    private static final Pattern INLINE = Pattern.compile("`((?:\\./hotfire|mvn) [^`]+)`");

    @Test
    void everyBlockSaysWhatItIs() throws IOException {
        List<String> unknown = new ArrayList<>();
        TreeSet<String> unneeded = new TreeSet<>(UNCHECKED.keySet());
        for (Block block : blocks()) {
            switch (block.language()) {
                case "java", "sh", "yaml", "xml", "json", "python" -> {
                    // Checked below.
                }
                case "text" -> {
                    unneeded.remove(block.page().name());
                    if (!UNCHECKED.containsKey(block.page().name())) {
                        unknown.add(block.place() + ": text (expected: a language, or a reason in UNCHECKED)");
                    }
                }
                default ->
                    unknown.add(block.place() + ": '" + block.language()
                            + "' (expected: java, sh, yaml, xml, json, python or text)");
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(unneeded).as("pages without a block of text").isEmpty();
    }

    @Test
    void javaIsCompiled(@TempDir Path folder) throws IOException {
        List<Block> blocks = blocks("java");
        assertThat(blocks).hasSizeGreaterThan(12);
        assertThat(JavaSnippets.mistakes(blocks, folder)).isEmpty();
    }

    @Test
    void commandsAreUnderstood() throws IOException {
        List<String> mistakes = new ArrayList<>();
        int commands = 0;
        for (Block block : blocks("sh")) {
            for (String line : ShellSnippets.lines(block.text())) {
                commands++;
                ShellSnippets.mistake(line).ifPresent(mistake -> mistakes.add(block.place() + ": " + mistake));
            }
        }
        for (Document page : Document.all()) {
            String prose = page.prose().stream().map(line -> line + "\n").collect(Collectors.joining());
            Matcher code = INLINE.matcher(prose);
            while (code.find()) {
                commands++;
                String line = code.group(1).replace('\n', ' ').replace("…", "");
                ShellSnippets.mistakeInProse(line).ifPresent(mistake -> mistakes.add(page.name() + ": " + mistake));
            }
        }
        assertThat(mistakes).isEmpty();
        assertThat(commands).isGreaterThan(50);
    }

    @Test
    void dataIsRead() throws IOException {
        List<String> mistakes = new ArrayList<>();
        for (Block block : blocks()) {
            String mistake =
                    switch (block.language()) {
                        case "yaml" -> DataSnippets.yaml(block.text());
                        case "xml" -> DataSnippets.xml(block.text());
                        case "json" -> DataSnippets.json(block.text());
                        case "python" -> DataSnippets.python(block.text());
                        default -> "";
                    };
            if (!mistake.isEmpty()) {
                mistakes.add(block.place() + ": " + mistake);
            }
        }
        assertThat(mistakes).isEmpty();
        for (String language : List.of("yaml", "xml", "python")) {
            assertThat(blocks(language)).as(language).isNotEmpty();
        }
    }

    private static List<Block> blocks() throws IOException {
        return Document.all().stream().flatMap(page -> page.blocks().stream()).toList();
    }

    private static List<Block> blocks(String language) throws IOException {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
