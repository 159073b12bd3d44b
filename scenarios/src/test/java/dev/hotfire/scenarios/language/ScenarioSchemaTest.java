// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hotfire.testkit.yaml.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema for editors says of files what the reader says. */
final class ScenarioSchemaTest {
    private static final Path FILE = Path.of("..", "docs", "scenario.schema.json");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Schemas.json(ScenarioSchema.tree()));

    static List<Path> library() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFileForEditorsIsUpToDate() throws IOException {
        String schema = Schemas.json(ScenarioSchema.tree());
        if (Boolean.getBoolean("hotfire.docs.update")) {
            Files.writeString(FILE, schema);
        }
        assertThat(FILE)
                .as("run this test with -Dhotfire.docs.update=true to write it anew")
                .hasContent(schema);
    }

    @ParameterizedTest
    @MethodSource("library")
    void everyFileOfTheLibraryIsValid(Path file) throws IOException {
        assertThat(mistakes(load(Files.readString(file)))).isEmpty();
    }

    /** What the writer writes, the schema takes: every field of the language is in this file. */
    @Test
    void everyFieldOfTheLanguageIsValid() throws Exception {
        assertThat(mistakes(load(ScenarioReaderTest.EVERYTHING))).isEmpty();
        Scenario scenario = ScenarioReader.parse("everything.yaml", ScenarioReaderTest.EVERYTHING);
        assertThat(mistakes(load(ScenarioWriter.write(scenario)))).isEmpty();
    }

    /** Each field of a file with another name, and with a value of another kind. */
    @ParameterizedTest
    @MethodSource("library")
    void whatIsMistypedIsNotValid(Path file) throws IOException {
        Object root = load(Files.readString(file));
        List<Object> spoilt = new ArrayList<>();
        spoil(root, spoilt::add, root);
        assertThat(spoilt).hasSizeGreaterThan(20).allSatisfy(mistaken -> assertThat(mistakes(mistaken))
                .as(Schemas.json(mistaken))
                .isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeline: [{at: 1s}]",
                "timeline: [{at: 1s, crash: broker-a, pause: broker-a}]",
                "timeline: [{at: 1s, rule: {fault: nonsense}}]",
                "timeline: [{at: 1s, rule: {fault: {answer: 2, delay: 1s}}}]",
                "timeline: [{at: 1s, rule: {nth: 1, first: 2, fault: silent}}]",
                "timeline: [{at: 1s, rule: {first: 0, fault: silent}}]",
                "timeline: [{at: 1s, link: {latency: 1ms}}]",
                "faults: [{id: T99, at: 1s, for: 1s}]",
                "faults: [{id: T21, at: 1s, for: 1s}]",
                "faults: [{id: T09, on: broker-a, at: 1s, for: 1s}]",
                "faults: [{id: T09, kind: sideways, on: broker-a, at: 1s, for: 1s}]",
                "faults: [{id: T08, at: 1s, for: 1s}]",
                "faults: [{id: T08, on: broker-a, at: 1s, for: 1s, amount: 3}]",
                "faults: [{id: T13, on: broker-a, at: 1s, for: 1s, amount: 3ms}]",
                "faults: [{id: R2, at: 1s, for: 0}]",
                "heal: soon",
                "ties: none",
                "length: 0",
                "expect: {p99: 50}",
                "expect: {failed: {}}",
                "expect: {duplicates: 0}",
                "seed: many"
            })
    void whatTheReaderRefusesTheSchemaDoes(String line) throws Exception {
        String good = ScenarioReaderTest.GOOD.substring(0, ScenarioReaderTest.GOOD.indexOf("timeline:"));
        assertThat(mistakes(load(good))).isEmpty();
        assertThat(mistakes(load(good + line + "\n"))).isNotEmpty();
        assertThat(catchScenarioException(good + line + "\n")).isNotNull();
    }

    private static Exception catchScenarioException(String text) {
        try {
            ScenarioReader.parse("file.yaml", text);
            return null;
        } catch (ScenarioException e) {
            return e;
        }
    }

    /** What is done with each spoilt copy of the whole. */
    private interface Spoilt {
        void add(Object whole);
    }

    /** Makes copies of the whole in which one field below this node is spoilt. */
    private static void spoil(Object whole, Spoilt spoilt, Object node) {
        if (node instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                // Names of brokers are the reader's business.
                spoilt.add(copy(whole, node, Map.entry(field.getKey() + "z", field.getValue()), field.getKey()));
                spoilt.add(copy(whole, node, Map.entry(field.getKey(), List.of(List.of("x"))), field.getKey()));
                spoil(whole, spoilt, field.getValue());
            }
        } else if (node instanceof List<?> list) {
            list.forEach(element -> spoil(whole, spoilt, element));
        }
    }

    /** A deep copy, in which the field of one mapping, by identity, is another one. */
    private static Object copy(Object node, Object changed, Map.Entry<?, ?> by, Object field) {
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                if (node == changed && key.equals(field)) {
                    copy.put(by.getKey(), by.getValue());
                } else {
                    copy.put(key, copy(value, changed, by, field));
                }
            });
            return copy;
        }
        return node instanceof List<?> list
                ? list.stream()
                        .map(element -> copy(element, changed, by, field))
                        .toList()
                : node;
    }

    private static Object load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static List<String> mistakes(Object tree) {
        return SCHEMA.validate(Schemas.json(tree), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
