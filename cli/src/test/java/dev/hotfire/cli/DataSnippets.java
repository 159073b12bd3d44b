// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.language.ScenarioSchema;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** YAML, XML, JSON and Python in documents. Each method says what is wrong, or nothing. */
final class DataSnippets {
    /** What a part of a scenario is completed with. */
    private static final Map<String, String> REST = new LinkedHashMap<>();

    static {
        REST.put("name", "name: part\n");
        REST.put(
                "cluster", "cluster: {brokers: [broker-a, broker-b, broker-c], topics: [{name: orders, queues: 4}]}\n");
        REST.put("producers", "producers: [{group: pg-orders}]\n");
        REST.put("workload", "workload: {topic: orders, rate: 10, for: 10s}\n");
    }

    private DataSnippets() {}

    /**
     * A scenario or a part of one is read as the command line would. Pipelines of CI servers must be YAML, and the commands
     * in them what {@link ShellSnippets} takes. Anything else must stand in a file of the samples.
     */
    static String yaml(String text) throws IOException {
        Object tree;
        try {
            tree = new Load(LoadSettings.builder().build()).loadFromString(text);
        } catch (YamlEngineException e) {
            return e.getMessage();
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return "no mapping";
        }
        if (ScenarioSchema.tree().get("properties") instanceof Map<?, ?> fields
                && fields.keySet().containsAll(map.keySet())) {
            return scenario(text, map.keySet());
        }
        if (map.containsKey("jobs") || text.contains("script:")) {
            return pipeline(text);
        }
        return isInASample(text, ".yaml") ? "" : "neither a scenario, nor a pipeline, nor in a file of the samples";
    }

    private static String scenario(String text, Set<?> fields) {
        String whole = text
                + REST.entrySet().stream()
                        .filter(field -> !fields.contains(field.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining());
        try {
            ScenarioReader.parse("snippet", whole);
            return "";
        } catch (ScenarioException e) {
            return e.getMessage();
        }
    }

    private static String pipeline(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("^[\\s-]*(run: )?", ""))
                .filter(line -> line.startsWith("./hotfire") || line.startsWith("mvn "))
                .flatMap(line -> ShellSnippets.mistake(line).stream())
                .collect(Collectors.joining("; "));
    }

    /** Well formed, and our artifacts in it are those of the build. */
    static String xml(String text) throws IOException {
        Element root;
        try {
            root = parse("<root>" + text + "</root>");
        } catch (SAXException e) {
            return e.getMessage();
        }
        NodeList dependencies = root.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (!"dev.hotfire".equals(textOf(dependency, "groupId"))) {
                continue;
            }
            String artifact = textOf(dependency, "artifactId");
            String version = textOf(dependency, "version");
            Path pom = Document.ROOT
                    .resolve(artifact.replaceFirst("^hotfire-", ""))
                    .resolve("pom.xml");
            if (!Files.exists(pom) || !Files.readString(pom).contains("<artifactId>" + artifact + "</artifactId>")) {
                return "no artifact " + artifact;
            }
            if (!version.isEmpty() && !version.equals(currentVersion())) {
                return artifact + " " + version + " (expected: " + currentVersion() + ")";
            }
        }
        return "";
    }

    private static String currentVersion() throws IOException {
        return Files.readString(Document.ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");
    }

    private static Element parse(String xml) throws IOException, SAXException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String textOf(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    /** JSON is YAML, too. */
    static String json(String text) {
        try {
            new Load(LoadSettings.builder().build()).loadFromString(text);
            return "";
        } catch (YamlEngineException e) {
            return e.getMessage();
        }
    }

    /** Part of an example, or all of it: tests run those where there is a Python. */
    static String python(String text) throws IOException {
        return isInASample(text, ".py") ? "" : "not in an example";
    }

    private static boolean isInASample(String text, String suffix) throws IOException {
        for (String folder : new String[] {"samples", "examples"}) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                    if (Files.readString(file).contains(text.strip())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
