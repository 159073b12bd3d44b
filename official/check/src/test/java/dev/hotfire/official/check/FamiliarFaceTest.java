// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.producer.DefaultMQProducer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the familiar face with the official client: type for type, line for line of what code can name. What the face
 * leaves out is listed with a reason in {@code familiar-face/omissions.psv}; a list that is out of date fails, too.
 */
class FamiliarFaceTest {
    private static final List<String> PACKAGES = List.of("client", "common", "remoting", "acl", "logging");

    /** Where producers' code begins; everything that these name is producers' business, too. */
    private static final List<String> ROOTS = List.of(
            "org.apache.rocketmq.client.producer.DefaultMQProducer",
            "org.apache.rocketmq.client.producer.TransactionMQProducer",
            "org.apache.rocketmq.client.producer.MQProducer");

    private static OfficialClasses official;

    @BeforeAll
    static void loadTheOfficialClient() throws IOException {
        official = OfficialClasses.load();
    }

    @AfterAll
    static void closeIt() throws IOException {
        official.close();
    }

    @Test
    void everyTypeOfTheFaceHasTheOfficialSurfaceButForWhatIsListed() {
        Set<String> missing = new TreeSet<>();
        for (String name : faceTypes()) {
            Class<?> theirs = officialOrNull(Surface.officialName(name));
            if (theirs != null) {
                Set<String> lines = new TreeSet<>(Surface.declaredBy(theirs).lines());
                lines.removeAll(Surface.usableThrough(ours(name)).lines());
                lines.forEach(line -> missing.add(name + " | " + line));
            }
        }
        Set<String> listed = new TreeSet<>();
        Omission.all().stream()
                .filter(omission -> !omission.isWholeType())
                .forEach(omission -> listed.add(omission.type() + " | " + omission.line()));
        assertThat(without(missing, listed))
                .as("missing, and not in the list of omissions")
                .isEmpty();
        assertThat(without(listed, missing))
                .as("in the list of omissions, and not missing")
                .isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void whateverProducersCodeCanReachIsThereButForTheTypesListed() {
        Set<String> absent = new TreeSet<>();
        for (Class<?> type : reachable()) {
            String name = Surface.ourName(type.getName());
            if (oursOrNull(name) == null) {
                absent.add(name);
            }
        }
        assertThat(absent).isEqualTo(wholeTypesLeftOut());
    }

    /** The list is of what producers' programs were seen to import. */
    @Test
    void whateverProducersCodeIsKnownToImportIsThere() {
        assertThat(lines("imported.txt")).hasSizeGreaterThan(40).allSatisfy(name -> {
            assertThat(officialOrNull(name)).as(name).isNotNull();
            assertThat(oursOrNull(Surface.ourName(name)))
                    .as(Surface.ourName(name))
                    .isNotNull();
        });
    }

    /** A public type that the official client doesn't have would be an interface of our own in somebody else's name. */
    @Test
    void noPublicTypeOfTheFaceIsUnknownToTheOfficialClient() {
        List<String> own = faceTypes().stream()
                .filter(name -> officialOrNull(Surface.officialName(name)) == null)
                .toList();
        assertThat(own).isEqualTo(lines("additions.txt"));
    }

    /** Follows what types name, from the roots, but not through what the face leaves out. */
    private static Set<Class<?>> reachable() {
        Set<String> leftOut = wholeTypesLeftOut();
        Set<Omission> omissions = new LinkedHashSet<>(Omission.all());
        Set<Class<?>> reached = new LinkedHashSet<>();
        Deque<Class<?>> next = new ArrayDeque<>();
        ROOTS.forEach(root -> next.add(officialOrNull(root)));
        while (!next.isEmpty()) {
            Class<?> type = next.remove();
            String name = Surface.ourName(type.getName());
            if (!type.getName().startsWith("org.apache.rocketmq.") || !reached.add(type) || leftOut.contains(name)) {
                continue;
            }
            Surface surface = Surface.declaredBy(type);
            for (String line : surface.lines()) {
                if (omissions.stream().noneMatch(omission -> omission.is(name, line))) {
                    next.addAll(surface.typesIn(line));
                }
            }
        }
        return reached;
    }

    private static Set<String> wholeTypesLeftOut() {
        Set<String> types = new TreeSet<>();
        Omission.all().stream().filter(Omission::isWholeType).forEach(omission -> types.add(omission.type()));
        return types;
    }

    /** The public types of the face, nested ones too. */
    private static List<String> faceTypes() {
        try {
            Path location = Path.of(DefaultMQProducer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(location)) {
                return faceTypes(location);
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + location.toUri()), Map.of())) {
                return faceTypes(jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the client's classes can't be listed", e);
        }
    }

    private static List<String> faceTypes(Path root) throws IOException {
        List<String> names = new ArrayList<>();
        for (String part : PACKAGES) {
            try (Stream<Path> files = Files.walk(root.resolve("dev/hotfire").resolve(part))) {
                files.map(file -> root.relativize(file).toString())
                        .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.')
                                .replace('\\', '.'))
                        .filter(name -> Modifier.isPublic(ours(name).getModifiers()))
                        .forEach(names::add);
            }
        }
        names.sort(null);
        assertThat(names).hasSizeGreaterThan(60);
        return names;
    }

    private static Class<?> ours(String name) {
        Class<?> type = oursOrNull(name);
        assertThat(type).as(name).isNotNull();
        return type;
    }

    private static Class<?> oursOrNull(String name) {
        try {
            return Class.forName(name, false, FamiliarFaceTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static Class<?> officialOrNull(String name) {
        return official.findOrNull(name);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = FamiliarFaceTest.class.getResourceAsStream("/familiar-face/" + resource)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the face leaves out.
     *
     * @param line a line of the official type's {@link Surface}, or {@code *} for a type that isn't there at all
     */
    private record Omission(String type, String line, String reason) {
        static List<Omission> all() {
            return lines("omissions.psv").stream()
                    .map(line -> {
                        String[] cells = line.split("\\|", -1);
                        assertThat(cells).as(line).hasSize(3);
                        assertThat(cells[2].trim()).as(line).isNotEmpty();
                        return new Omission(cells[0].trim(), cells[1].trim(), cells[2].trim());
                    })
                    .toList();
        }

        boolean isWholeType() {
            return line.equals("*");
        }

        boolean is(String name, String text) {
            return type.equals(name) && line.equals(text);
        }
    }
}
