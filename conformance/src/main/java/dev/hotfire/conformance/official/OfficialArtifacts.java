// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.official;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Official artifacts of one version in a folder of a cache. Maven fetches them, as the user's settings say, for a POM that is
 * made for the purpose; what drives them is compiled here against that very version. So no official code is ever on our own
 * class path.
 */
public final class OfficialArtifacts {
    private static final Pattern VERSION = Pattern.compile("[45]\\.[0-9]+\\.[0-9]+[-.A-Za-z0-9]*");
    private static final String SIGNING = "org/apache/rocketmq/acl/common/AclClientRPCHook.class";
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);

    private OfficialArtifacts() {}

    /**
     * The class path of the official client; fetched unless the cache has it.
     *
     * @throws IllegalArgumentException if that can't be a version of 4 or 5
     * @throws IOException              if Maven or the network fails; says what they said
     */
    public static String client(String version, Path cache) throws IOException, InterruptedException {
        Path folder = folder(version, cache);
        Path classPathFile = folder.resolve("class-path");
        if (!isComplete(classPathFile)) {
            fetch(folder, classPathFile, dependency("rocketmq-client", version));
            // Signing is an artifact of its own in 4.x and the first releases of 5.
            if (!has(Files.readString(classPathFile).strip(), SIGNING)) {
                fetch(
                        folder,
                        classPathFile,
                        dependency("rocketmq-client", version) + dependency("rocketmq-acl", version));
            }
        }
        return Files.readString(classPathFile).strip();
    }

    /**
     * The class path of the official name server and broker; fetched unless the cache has it.
     *
     * @throws IllegalArgumentException as for the client
     * @throws IOException              as for the client
     */
    public static String servers(String version, Path cache) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(folder(version, cache).resolve("servers"));
        Path classPathFile = folder.resolve("class-path");
        if (!isComplete(classPathFile)) {
            fetch(
                    folder,
                    classPathFile,
                    dependency("rocketmq-namesrv", version) + dependency("rocketmq-broker", version));
        }
        return Files.readString(classPathFile).strip();
    }

    private static Path folder(String version, Path cache) throws IOException {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("apache: '" + version + "' (expected: a version, as 5.5.0 or 4.9.8)");
        }
        return Files.createDirectories(cache.resolve("apache-" + version)).toAbsolutePath();
    }

    private static boolean isComplete(Path classPathFile) throws IOException {
        return Files.exists(classPathFile)
                && Arrays.stream(Files.readString(classPathFile).strip().split(Pattern.quote(File.pathSeparator)))
                        .allMatch(jar -> Files.exists(Path.of(jar)));
    }

    private static boolean has(String classPath, String entry) throws IOException {
        for (String jar : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            try (ZipFile zip = new ZipFile(jar)) {
                if (zip.getEntry(entry) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void fetch(Path folder, Path classPathFile, String dependencies)
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("pom.xml"),
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>"
                        + "<groupId>dev.hotfire.cache</groupId><artifactId>apache</artifactId><version>1</version>"
                        + "<packaging>pom</packaging><dependencies>" + dependencies + "</dependencies></project>\n");
        maven(folder, classPathFile);
    }

    private static String dependency(String artifact, String version) {
        return "<dependency><groupId>org.apache.rocketmq</groupId><artifactId>" + artifact + "</artifactId><version>"
                + version + "</version></dependency>";
    }

    private static void maven(Path folder, Path classPathFile) throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-q",
                        "-f",
                        folder.resolve("pom.xml").toString(),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                        "-Dmdep.outputFile=" + classPathFile)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            throw new IOException("mvn can't be started to fetch official artifacts: " + e.getMessage(), e);
        }
        boolean ended = maven.waitFor(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            maven.destroyForcibly();
        }
        if (!ended || maven.exitValue() != 0 || !Files.exists(classPathFile)) {
            String said = Files.readString(log);
            throw new IOException("official artifacts can't be fetched: "
                    + said.lines()
                            .filter(line -> line.contains("ERROR"))
                            .findFirst()
                            .orElse(said));
        }
    }

    /**
     * Compiles sources against official code.
     *
     * @param owner     has the sources among its resources, and what they need beside the official code on its own class path
     * @param sources   the resources, which end in the class's name and {@code .java}; the first names the folder
     * @param rewriting makes the source for official code of one
     * @param libraries the official code's class path
     * @return the folder with the classes
     * @throws IOException if the compiler fails; says what it said
     */
    public static Path compile(
            Class<?> owner,
            List<String> sources,
            UnaryOperator<String> rewriting,
            String version,
            Path cache,
            String libraries)
            throws IOException {
        Path folder = folder(version, cache).resolve(fileName(sources.get(0)).replace(".java", ""));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            Path file = folder.resolve(fileName(source));
            Files.writeString(file, rewriting.apply(resource(owner, source)));
            files.add(file);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler (expected: a JDK)");
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            String classPath = placeOf(owner) + File.pathSeparator + libraries;
            List<String> options = List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath);
            if (!compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call()) {
                throw new IOException("the driver does not compile against this version: " + said);
            }
        }
        return classes;
    }

    /** A source without our annotations, which official code has no library for. */
    public static String withoutNullness(String source) {
        return source.replace("import org.jspecify.annotations.Nullable;\n", "").replace("@Nullable ", "");
    }

    private static String fileName(String source) {
        return source.substring(source.lastIndexOf('/') + 1);
    }

    /** The text of a resource, by its absolute name. */
    public static String resource(Class<?> owner, String source) throws IOException {
        try (InputStream in = owner.getResourceAsStream(source)) {
            if (in == null) {
                throw new IOException(source + ": not on the class path (expected: the build to put it there)");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Where a class and its module's own classes are, and nothing that they don't need. */
    public static String placeOf(Class<?> type) throws IOException {
        URI location;
        try {
            location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return Path.of(location).toString();
    }
}
