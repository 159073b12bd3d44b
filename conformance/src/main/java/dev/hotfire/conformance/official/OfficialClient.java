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
 * The official Java client of one version, with a driver, in a folder of a cache.
 *
 * <p>Maven fetches it, as the user's settings say, for a POM that is made for the purpose. Its driver is made here: the
 * source of our familiar face's, with {@code org.apache.rocketmq} in its imports, compiled against that very version. So no
 * official code is ever on our own class path, and both clients are driven by the same lines.
 */
public final class OfficialClient {
    /** The driver's main class, on {@link #classPath()}. */
    public static final String MAIN_CLASS = "dev.hotfire.conformance.face.official.FamiliarDriver";

    private static final String SOURCE = "/dev/hotfire/conformance/face/FamiliarDriver.java";
    private static final String PACKAGE = "dev.hotfire.conformance.face";
    private static final Pattern VERSION = Pattern.compile("[45]\\.[0-9]+\\.[0-9]+[-.A-Za-z0-9]*");
    private static final String SIGNING = "org/apache/rocketmq/acl/common/AclClientRPCHook.class";
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);

    private final String version;
    private final String classPath;

    private OfficialClient(String version, String classPath) {
        this.version = version;
        this.classPath = classPath;
    }

    /**
     * Fetches a version, unless the cache has it, and makes its driver.
     *
     * @throws IllegalArgumentException if that can't be a version of 4 or 5
     * @throws IOException              if Maven, the network or the compiler fails; says what they said
     */
    public static OfficialClient fetch(String version, Path cache) throws IOException, InterruptedException {
        String libraries = libraries(version, cache);
        Path classes = compile(OfficialClient.class, SOURCE, OfficialClient::rewritten, version, cache, libraries);
        return new OfficialClient(
                version, classes + File.pathSeparator + placeOf(OfficialClient.class) + File.pathSeparator + libraries);
    }

    /**
     * The official client's own class path; fetched as in {@link #fetch}.
     *
     * @throws IllegalArgumentException as there
     * @throws IOException              as there
     */
    public static String libraries(String version, Path cache) throws IOException, InterruptedException {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("apache: '" + version + "' (expected: a version, as 5.5.0 or 4.9.8)");
        }
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

    private static Path folder(String version, Path cache) throws IOException {
        return Files.createDirectories(cache.resolve("apache-" + version)).toAbsolutePath();
    }

    /** What a JVM needs for {@link #MAIN_CLASS}. */
    public String classPath() {
        return classPath;
    }

    /** What the main class wants to be told. */
    public List<String> arguments() {
        return List.of(version, "apache");
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
            throw new IOException("mvn can't be started to fetch the official client: " + e.getMessage(), e);
        }
        boolean ended = maven.waitFor(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            maven.destroyForcibly();
        }
        if (!ended || maven.exitValue() != 0 || !Files.exists(classPathFile)) {
            String said = Files.readString(log);
            throw new IOException("the official client can't be fetched: "
                    + said.lines()
                            .filter(line -> line.contains("ERROR"))
                            .findFirst()
                            .orElse(said));
        }
    }

    /**
     * Compiles a source that was written for our familiar face against the official client.
     *
     * @param owner     has the source among its resources, and what it needs beside the client on its own class path
     * @param source    the resource, which ends in the class's name and {@code .java}
     * @param rewriting makes the official client's source of it
     * @param libraries the official client's class path
     * @return the folder with the classes
     * @throws IOException if the compiler fails; says what it said
     */
    public static Path compile(
            Class<?> owner,
            String source,
            UnaryOperator<String> rewriting,
            String version,
            Path cache,
            String libraries)
            throws IOException {
        String text;
        try (InputStream in = owner.getResourceAsStream(source)) {
            if (in == null) {
                throw new IOException(source + ": not on the class path (expected: the build to put it there)");
            }
            text = new String(in.readAllBytes(), UTF_8);
        }
        String fileName = source.substring(source.lastIndexOf('/') + 1);
        Path folder = folder(version, cache).resolve(fileName.replace(".java", ""));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path file = folder.resolve(fileName);
        Files.writeString(file, rewriting.apply(text));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler (expected: a JDK)");
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            String classPath = placeOf(owner) + File.pathSeparator + libraries;
            List<String> options = List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath);
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file))
                    .call()) {
                throw new IOException("the driver does not compile against this version: " + said);
            }
        }
        return classes;
    }

    /** The source for the official client: what a program's change of imports is, too. */
    public static String withOfficialImports(String source) {
        return source.replaceAll(
                "import dev\\.hotfire\\.(acl|client|common|remoting)\\.", "import org.apache.rocketmq.$1.");
    }

    /** The familiar driver's source for the official client, which is what a program's change of imports is, too. */
    static String rewritten(String source) {
        return withOfficialImports(source)
                .replace("package " + PACKAGE + ";", "package " + PACKAGE + ".official;")
                .replaceAll("import org\\.jspecify\\.annotations\\.Nullable;\n", "")
                .replaceAll("@Nullable ", "");
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
