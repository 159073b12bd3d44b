// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Markdown file of the repository.
 *
 * @param file where it is, from here
 * @param name where it is, from the root of the repository
 */
record Document(Path file, String name, List<String> lines) {
    /** The root of the repository, for tests of this module. */
    static final Path ROOT = Path.of("..");

    /** What builds and tools leave behind. */
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "hotfire-reports", "violations");

    private static final Pattern FENCE = Pattern.compile("^ *```(\\S*).*$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$");
    private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\">");

    /**
     * A fenced block.
     *
     * @param line     the number of its first line
     * @param language what its fence says, empty if it says nothing
     */
    record Block(Document page, int line, String language, String text) {
        /** Where it is, for failures. */
        String place() {
            return page.name + ":" + line;
        }
    }

    /** All of them, in the order of their names. */
    static List<Document> all() throws IOException {
        List<Document> documents = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean hidden = name.startsWith(".") && !folder.equals(ROOT);
                return hidden || NOT_OURS.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".md")) {
                    documents.add(new Document(file, nameOf(file), Files.readAllLines(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        documents.sort((a, b) -> a.name.compareTo(b.name));
        return documents;
    }

    private static String nameOf(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** Its fenced blocks, in order. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int from = i + 1;
                int to = from;
                while (!lines.get(to).strip().equals("```")) {
                    to++;
                }
                String text = lines.subList(from, to).stream()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                        .stripIndent();
                blocks.add(new Block(this, from + 1, fence.group(1), text));
                i = to;
            }
        }
        return blocks;
    }

    /** Its lines, with those of fenced blocks blank. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            boolean fence = FENCE.matcher(line).matches();
            prose.add(inside || fence ? "" : line);
            inside ^= fence;
        }
        return prose;
    }

    /** What links can point to in it. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug = slug(heading.group(1));
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
            Matcher id = ID.matcher(line);
            while (id.find()) {
                anchors.add(id.group(1));
            }
        }
        return anchors;
    }

    /** A heading's anchor, as repositories' hosts make it. */
    private static String slug(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
