// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first test and a first scenario into a project. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes a test for the official client and a scenario into a project, to begin with.",
            "Where there is no build file, it writes a POM too, so that 'mvn test' runs the test.",
            "",
            "Files that are there already are left alone: if one is, nothing is written."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":the files were written",
            ExitCode.BAD_INPUT + ":the command line is wrong, or a file is in the way: nothing was written",
            ExitCode.BROKEN + ":the files could not be written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} init",
            "      into the current folder",
            "  ${ROOT-COMMAND-NAME} init ../orders --package com.example.orders",
            "      into another one, with the test in this package"
        })
final class InitCommand implements Callable<Integer> {
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
    private static final String TEST = "FirstFailureTest.java";
    private static final String SCENARIO = "first-outage.yaml";
    private static final String POM = "pom.xml";
    private static final List<String> BUILD_FILES =
            List.of(POM, "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts", "build.xml");

    private static final List<String> DEPENDENCY = List.of(
            "<dependency>",
            "  <groupId>dev.hotfire</groupId>",
            "  <artifactId>hotfire-testkit-all</artifactId>",
            "  <version>@VERSION@</version>",
            "  <scope>test</scope>",
            "</dependency>");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            defaultValue = ".",
            description = "The project, made if it is not there. Default: here.")
    private String folder;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            defaultValue = "com.example",
            description = "The package of the test. Default: ${DEFAULT-VALUE}.")
    private String packageName;

    InitCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (!PACKAGE.matcher(packageName).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--package: '" + packageName + "' (expected: a name such as com.example.orders)");
        }
        for (String part : packageName.split("\\.", -1)) {
            if (!SourceVersion.isName(part)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--package: '" + packageName + "', in which '" + part
                                + "' is a word of Java's own (expected: a name such as com.example.orders)");
            }
        }
        Path project;
        try {
            project = Path.of(folder);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + " (expected: a folder)", e);
        }
        if (Files.exists(project) && !Files.isDirectory(project)) {
            throw new ParameterException(spec.commandLine(), "'" + folder + "' (expected: a folder)");
        }
        Path test = project.resolve("src/test/java")
                .resolve(packageName.replace('.', '/'))
                .resolve(TEST);
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(test, resource(TEST + ".txt").replace("@PACKAGE@", packageName));
        Path scenario = project.resolve(SCENARIO);
        String run = Invocation.command() + " run "
                + Invocation.shellWord(scenario.normalize().toString());
        files.put(scenario, resource(SCENARIO).replace("@RUN@", run));
        boolean withPom = BUILD_FILES.stream().noneMatch(name -> Files.exists(project.resolve(name)));
        if (withPom) {
            files.put(project.resolve(POM), pom());
        }
        for (Path file : files.keySet()) {
            if (Files.exists(file)) {
                err.println("hotfire: " + file + " is there already (expected: a free name); nothing was written");
                return ExitCode.BAD_INPUT;
            }
        }
        try {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Path parent = file.getKey().toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file.getKey(), file.getValue());
                out.println("wrote " + file.getKey());
            }
        } catch (IOException e) {
            err.println("hotfire: cannot be written: " + FileTrouble.of(e));
            return ExitCode.BROKEN;
        }
        out.println();
        if (withPom) {
            out.println("The test runs with 'mvn test' there.");
        } else {
            out.println("The test needs this dependency, beside rocketmq-client and junit-jupiter:");
            String version = Version.number();
            DEPENDENCY.forEach(line -> out.println("  " + line.replace("@VERSION@", version)));
        }
        out.println("Until Hotfire is on Maven Central, this puts it into your local repository; in Hotfire's folder:");
        out.println("  mvn install -Pquick -pl testkit-all -am");
        out.println("The scenario runs as it is:");
        out.println("  " + run);
        return ExitCode.PASSED;
    }

    private String pom() throws IOException {
        return resource(POM + ".txt").replace("@PACKAGE@", packageName).replace("@VERSION@", Version.number());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream("init/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
