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
import java.util.regex.Pattern;
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
     * @throws IllegalArgumentException if that can't be a version from 4.9 to 5
     * @throws IOException              if Maven, the network or the compiler fails; says what they said
     */
    public static OfficialClient fetch(String version, Path cache) throws IOException, InterruptedException {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("apache: '" + version + "' (expected: a version, as 5.5.0 or 4.9.8)");
        }
        Path folder =
                Files.createDirectories(cache.resolve("apache-" + version)).toAbsolutePath();
        Path classPathFile = folder.resolve("class-path");
        if (!isComplete(classPathFile)) {
            Files.writeString(folder.resolve("pom.xml"), pom(version));
            maven(folder, classPathFile);
        }
        String libraries = Files.readString(classPathFile).strip();
        Path classes = folder.resolve("driver");
        compile(folder, classes, libraries);
        return new OfficialClient(version, classes + File.pathSeparator + kit() + File.pathSeparator + libraries);
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

    private static String pom(String version) {
        // Signing moved into the client with 5.0.
        String acl = version.startsWith("4.") ? dependency("rocketmq-acl", version) : "";
        return "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>"
                + "<groupId>dev.hotfire.cache</groupId><artifactId>apache</artifactId><version>1</version>"
                + "<packaging>pom</packaging><dependencies>"
                + dependency("rocketmq-client", version)
                + acl
                + "</dependencies></project>\n";
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

    private static void compile(Path folder, Path classes, String libraries) throws IOException {
        String source;
        try (InputStream in = OfficialClient.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException(SOURCE + ": not on the class path (expected: the build to put it there)");
            }
            source = new String(in.readAllBytes(), UTF_8);
        }
        Path file = folder.resolve("FamiliarDriver.java");
        Files.writeString(file, rewritten(source));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler (expected: a JDK)");
        }
        Files.createDirectories(classes);
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<String> options = List.of(
                    "-nowarn", "-proc:none", "-d", classes.toString(), "-cp", kit() + File.pathSeparator + libraries);
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file))
                    .call()) {
                throw new IOException("the driver does not compile against this version: " + said);
            }
        }
    }

    /** The familiar driver's source for the official client, which is what a program's change of imports is, too. */
    static String rewritten(String source) {
        return source.replace("package " + PACKAGE + ";", "package " + PACKAGE + ".official;")
                .replaceAll("import dev\\.hotfire\\.(acl|client|common|remoting)\\.", "import org.apache.rocketmq.$1.")
                .replaceAll("import org\\.jspecify\\.annotations\\.Nullable;\n", "")
                .replaceAll("@Nullable ", "");
    }

    /** Where the driver kit is, and nothing that it doesn't need: this module's own classes. */
    private static String kit() throws IOException {
        URI location;
        try {
            location = OfficialClient.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return Path.of(location).toString();
    }
}
