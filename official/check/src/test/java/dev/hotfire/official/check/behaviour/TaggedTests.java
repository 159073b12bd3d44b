// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check.behaviour;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which tests of the whole project hold which statement, by their tags. A tag on a class counts for each test in it, a
 * test that never runs for nothing.
 */
final class TaggedTests {
    private static final Set<String> TEST_ANNOTATIONS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.params.ParameterizedTest",
            "net.jqwik.api.Property",
            "net.jqwik.api.Example");

    private static final Set<String> NEVER_RUN = Set.of("org.junit.jupiter.api.Disabled", "net.jqwik.api.Disabled");

    private final Map<String, Set<String>> testsByTag = new TreeMap<>();

    private TaggedTests() {}

    /**
     * Reads the compiled tests of all modules below a folder, but for samples, which are users' and built last, and for what is
     * built on demand only.
     *
     * @throws IllegalStateException if a module has tests that are not compiled: what it holds would be missed
     */
    static TaggedTests of(Path project) throws IOException {
        List<Path> compiled = new ArrayList<>();
        try (Stream<Path> poms = Files.find(project, 4, (path, attributes) -> path.endsWith("pom.xml"))) {
            for (Path pom : poms.sorted().toList()) {
                Path module = pom.resolveSibling("");
                if (pom.toString().contains("/target/")
                        || pom.toString().contains("/src/")
                        || pom.startsWith(project.resolve("samples"))
                        || pom.startsWith(project.resolve("stress"))
                        || !Files.isDirectory(module.resolve("src/test/java"))) {
                    continue;
                }
                Path classes = module.resolve("target/test-classes");
                if (!Files.isDirectory(classes)) {
                    throw new IllegalStateException(
                            classes + ": missing (expected: compiled tests, as in a build of the whole project)");
                }
                compiled.add(classes);
            }
        }
        TaggedTests tests = new TaggedTests();
        new ClassFileImporter().importPaths(compiled).forEach(tests::add);
        return tests;
    }

    private void add(JavaClass type) {
        Set<String> onClass = new LinkedHashSet<>();
        for (JavaClass outer = type;
                outer != null;
                outer = outer.getEnclosingClass().orElse(null)) {
            onClass.addAll(tags(outer.getAnnotations()));
        }
        for (JavaMethod method : type.getMethods()) {
            if (isAny(method.getAnnotations(), TEST_ANNOTATIONS)
                    && !isAny(method.getAnnotations(), NEVER_RUN)
                    && !isAny(type.getAnnotations(), NEVER_RUN)) {
                Set<String> all = new LinkedHashSet<>(onClass);
                all.addAll(tags(method.getAnnotations()));
                String name = type.getName()
                        .substring(type.getPackageName().length() + 1)
                        .replace('$', '.');
                all.forEach(tag ->
                        testsByTag.computeIfAbsent(tag, t -> new TreeSet<>()).add(name + "." + method.getName()));
            }
        }
    }

    private static boolean isAny(Iterable<? extends JavaAnnotation<?>> annotations, Set<String> names) {
        for (JavaAnnotation<?> annotation : annotations) {
            if (names.contains(annotation.getRawType().getName())) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> tags(Iterable<? extends JavaAnnotation<?>> annotations) {
        Set<String> tags = new LinkedHashSet<>();
        for (JavaAnnotation<?> annotation : annotations) {
            String name = annotation.getRawType().getName();
            Object value = annotation.get("value").orElse("");
            if (name.equals("org.junit.jupiter.api.Tag") || name.equals("net.jqwik.api.Tag")) {
                tags.add((String) value);
            } else if (name.equals("org.junit.jupiter.api.Tags") || name.equals("net.jqwik.api.TagList")) {
                for (Object one : (Object[]) value) {
                    tags.add((String) ((JavaAnnotation<?>) one).get("value").orElseThrow());
                }
            }
        }
        return tags;
    }

    /** The tests with this tag, as {@code Class.method}, in the order of their names. */
    Set<String> of(String tag) {
        return testsByTag.getOrDefault(tag, Set.of());
    }

    /** All tags that are in use. */
    Set<String> tags() {
        return testsByTag.keySet();
    }
}
