// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.scenarios.arena.ArenaFault;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines in documents: whether what they call is there, and takes what it is given. Nothing is run. */
final class ShellSnippets {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
    private static final Pattern PATH =
            Pattern.compile("(?:scenarios|examples|samples|docs|official|jmh|testkit|client)/[\\w./-]+");
    private static final Pattern ADMIN = Pattern.compile("localhost:9875/([a-z-]+)");
    private static final Set<String> GOALS = Set.of(
            "clean",
            "compile",
            "test",
            "package",
            "verify",
            "install",
            "deploy",
            "javadoc:aggregate",
            "spotless:apply",
            "dependency:build-classpath");

    private static final List<Path> FILES = files();

    private ShellSnippets() {}

    /** The command lines of a block, without comments; what goes on in the next line is one. */
    static List<String> lines(String text) {
        return text.replace("\\\n", " ")
                .lines()
                .map(line -> line.replaceFirst("(^|\\s+)# .*", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** What is wrong with a command that is only spoken of, and may lack arguments that it needs. */
    static Optional<String> mistakeInProse(String line) {
        return mistake(line).filter(mistake -> !mistake.contains("Missing required "));
    }

    /** What is wrong with a command line, if anything is. */
    static Optional<String> mistake(String line) {
        List<String> words = words(line);
        Optional<String> missing = missingFile(words);
        if (missing.isPresent()) {
            return missing;
        }
        String program = words.get(0);
        List<String> rest = words.subList(1, words.size());
        return switch (program) {
            case "./hotfire", "hotfire" -> hotfire(line, rest);
            case "mvn", "./mvnw" -> maven(line, rest);
            case "java" -> java(line, rest);
            case "curl" -> curl(line);
            case "python3", "node", "npm", "jmh/run", "git", "cd", "docker" -> Optional.empty();
            case "source" ->
                line.contains("<(./hotfire generate-completion)")
                        ? Optional.empty()
                        : Optional.of("nobody knows how to check: " + line);
            default -> Optional.of("nobody knows how to check: " + line);
        };
    }

    private static List<String> words(String line) {
        // What a shell would put in.
        String plain = line.replaceAll("\\$\\(\\(.*?\\)\\)+", "1")
                .replaceAll("\\$\\(nproc\\)", "2")
                .replaceAll("\\$\\w+", "1")
                .replaceAll("\\s+(\\||>|2>|&&)\\s.*", "")
                .replaceAll("\\s+&$", "");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(plain);
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    private static Optional<String> missingFile(List<String> words) {
        for (String word : words) {
            Matcher path = PATH.matcher(word);
            // What a build makes need not be there yet.
            if (path.find()
                    && !path.group().contains("/target/")
                    && !Files.exists(Document.ROOT.resolve(path.group()))) {
                return Optional.of("there is no " + path.group());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> hotfire(String line, List<String> words) {
        List<String> arguments = words.stream()
                .map(word -> word.equals("N") || word.equals("SECONDS") ? "1" : word)
                .toList();
        try {
            new CommandLine(new HotfireCommand()).parseArgs(arguments.toArray(new String[0]));
            return unknownName(arguments);
        } catch (ParameterException e) {
            return Optional.of(line + ": " + e.getMessage());
        }
    }

    /** Cases, faults and policies are looked up when a command runs; here they are beforehand. */
    private static Optional<String> unknownName(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String option = arguments.get(0) + " " + arguments.get(i - 1);
            String name = arguments.get(i);
            boolean known =
                    switch (option) {
                        case "conformance --case" ->
                            name.equals("ID")
                                    || Catalogue.all().stream()
                                            .anyMatch(item -> item.id().startsWith(name));
                        case "arena --fault" ->
                            Arrays.stream(ArenaFault.values())
                                    .anyMatch(fault -> fault.id().equals(name));
                        case "arena --policy" ->
                            Arrays.stream(ArenaPolicy.values())
                                    .anyMatch(policy -> policy.id().equals(name));
                        case "arena --promise" ->
                            name.equals("all")
                                    || Arrays.stream(Promise.values())
                                            .anyMatch(promise -> promise.id().equals(name));
                        default -> true;
                    };
            if (!known) {
                return Optional.of(option + " " + name + ": there is none");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> maven(String line, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                for (String module : words.get(++i).split(",", -1)) {
                    if (!Files.exists(Document.ROOT.resolve(module).resolve("pom.xml"))) {
                        return Optional.of(line + ": no module " + module);
                    }
                }
            } else if (word.startsWith("-P")) {
                String profile = word.substring(2);
                if (!anyPomContains("<id>" + profile + "</id>")) {
                    return Optional.of(line + ": no profile " + profile);
                }
            } else if (word.startsWith("-Dtest=")) {
                String test = word.substring("-Dtest=".length()).replaceFirst("#.*", "");
                if (!test.equals("none") && !anyFile(test + ".java")) {
                    return Optional.of(line + ": no test " + test);
                }
            } else if (!word.startsWith("-") && !GOALS.contains(word)) {
                return Optional.of(line + ": no goal '" + word + "' (expected: one of " + GOALS + ")");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> java(String line, List<String> words) {
        List<String> mains =
                words.stream().filter(word -> word.startsWith("dev.hotfire.")).toList();
        if (words.contains("-jar") || mains.size() != 1) {
            return mains.isEmpty() && words.contains("-jar")
                    ? Optional.empty()
                    : Optional.of(line + ": " + mains + " (expected: one class of ours)");
        }
        String name = mains.get(0).substring(mains.get(0).lastIndexOf('.') + 1);
        return anyFile(name + ".java") ? Optional.empty() : Optional.of(line + ": no " + mains.get(0));
    }

    private static Optional<String> curl(String line) {
        Matcher admin = ADMIN.matcher(line);
        if (!admin.find()) {
            return Optional.of(line + " (expected: a path at localhost:9875)");
        }
        String paths = read(Document.ROOT.resolve("serve/src/main/resources/dev/hotfire/serve/admin/openapi.yaml"));
        return Pattern.compile("(?m)^ {2}/" + admin.group(1) + "\\b")
                        .matcher(paths)
                        .find()
                ? Optional.empty()
                : Optional.of(line + ": /" + admin.group(1) + " is not in openapi.yaml");
    }

    private static boolean anyPomContains(String text) {
        return find("pom.xml").stream().anyMatch(pom -> read(pom).contains(text));
    }

    /** Whether a source or POM has this name, or ends so if it begins with an asterisk. */
    private static boolean anyFile(String name) {
        return !find(name).isEmpty();
    }

    private static List<Path> find(String name) {
        String end = name.startsWith("*") ? name.substring(1) : "/" + name;
        return FILES.stream()
                .filter(file -> file.toString().replace('\\', '/').endsWith(end))
                .toList();
    }

    /** All sources and POMs; what builds leave behind is left out. */
    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(Document.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = String.valueOf(folder.getFileName());
                    boolean hidden = name.startsWith(".") && !folder.equals(Document.ROOT);
                    return hidden || name.equals("target") || name.equals("node_modules")
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java") || file.endsWith("pom.xml")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
