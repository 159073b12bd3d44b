// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.cli.Document.Block;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java in documents. A block that stands, line by line, in a source of the samples, the examples or the tests of the fake
 * cluster's page or of what observes is compiled and run there. Any other is compiled here: as it is if it declares types, else as members of a
 * class or as statements of a method. Usual imports are added, and fields for what readers have by then: {@code producer},
 * {@code cluster}, {@code config}, {@code observer}, {@code message}. The official client is not on the class path; its names are read as
 * those of the familiar face, which has the same signatures.
 */
final class JavaSnippets {
    private static final List<String> COMPILED_ELSEWHERE = List.of(
            "samples", "examples", "observe/src/test", "scenarios/src/test/java/dev/hotfire/scenarios/rehearsal");

    private static final Pattern IMPORT = Pattern.compile("(?m)^(import|package) .*;$");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:(?:public|final|abstract|sealed) )*(?:class|record|interface|enum) (\\w+)");
    private static final Pattern MEMBER = Pattern.compile("\\A(@\\w|private |public |protected |static |void )");
    private static final Pattern FAMILIAR = Pattern.compile("\\b(Default|Transaction)MQProducer\\b");

    private static final String IMPORTS = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import static org.assertj.core.api.Assertions.assertThat;
            import static org.junit.jupiter.api.Assertions.*;
            import dev.hotfire.*;
            import dev.hotfire.fake.server.*;
            import dev.hotfire.scenarios.language.*;
            import dev.hotfire.scenarios.run.*;
            import dev.hotfire.scenarios.swarm.*;
            import dev.hotfire.serve.*;
            import dev.hotfire.testkit.*;
            import dev.hotfire.testkit.junit.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.junit.jupiter.api.*;
            """;

    private static final String FAMILIAR_IMPORTS = """
            import dev.hotfire.client.exception.*;
            import dev.hotfire.client.producer.*;
            import dev.hotfire.common.message.*;
            """;

    private static final String CORE_IMPORTS = """
            import dev.hotfire.producer.*;
            """;

    private JavaSnippets() {}

    static List<String> mistakes(List<Block> blocks, Path folder) throws IOException {
        List<String> sources = sources();
        List<JavaFileObject> units = new ArrayList<>();
        for (Block block : blocks) {
            String plain = plain(block.text());
            if (sources.stream().noneMatch(source -> source.contains(plain))) {
                units.add(new Unit(block, units.size()));
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StringWriter rest = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            compiler.getTask(rest, files, found, options, null, units).call();
        }
        List<String> mistakes = new ArrayList<>(rest.toString().lines().toList());
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                String where = diagnostic.getSource() instanceof Unit unit ? unit.place(diagnostic) : "?";
                mistakes.add(where + ": " + diagnostic.getMessage(Locale.ROOT));
            }
        }
        return mistakes;
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String folder : COMPILED_ELSEWHERE) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.add(plain(Files.readString(file)));
                }
            }
        }
        return sources;
    }

    private static String plain(String code) {
        return code.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("// snippet: ") && !line.equals("// end"))
                .collect(Collectors.joining("\n"));
    }

    /** A block, wrapped into what the compiler takes. */
    private static final class Unit extends SimpleJavaFileObject {
        private final Block block;
        private final String before;
        private final String source;

        Unit(Block block, int number) {
            super(URI.create("string:///snippet" + number + "/" + typeOf(block.text()) + ".java"), Kind.SOURCE);
            this.block = block;
            String code = block.text().replace("org.apache.rocketmq.", "dev.hotfire.");
            String imports = IMPORT.matcher(code)
                    .results()
                    .map(found -> found.group().startsWith("package ") ? "" : found.group() + "\n")
                    .collect(Collectors.joining());
            // Blank lines in place of imports keep the numbers of lines.
            code = IMPORT.matcher(code).replaceAll("");
            StringBuilder top = new StringBuilder("package snippet" + number + ";\n" + IMPORTS + imports);
            top.append(FAMILIAR.matcher(code).find() ? FAMILIAR_IMPORTS : CORE_IMPORTS);
            String after = "";
            if (!TYPE.matcher(code).find()) {
                boolean members = MEMBER.matcher(code.strip()).find();
                top.append("abstract class Snippet {\n")
                        .append("dev.hotfire.testkit.FakeCluster cluster;\n")
                        .append("dev.hotfire.producer.ProducerConfig config;\n")
                        .append("dev.hotfire.producer.SendObserver observer;\n")
                        .append(
                                FAMILIAR.matcher(code).find()
                                        ? "Message message;\n"
                                        : "Producer producer;\nMessage message;\n")
                        .append(members ? "" : "void snippet() throws Exception {\n");
                after = members ? "\n}\n" : "\n}\n}\n";
            }
            this.before = top.toString();
            this.source = before + code + after;
        }

        private static String typeOf(String code) {
            Matcher type = TYPE.matcher(code);
            return type.find() ? type.group(1) : "Snippet";
        }

        String place(Diagnostic<?> diagnostic) {
            long line = diagnostic.getLineNumber() - before.lines().count() - 1 + block.line();
            return block.page().name() + ":" + line;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
