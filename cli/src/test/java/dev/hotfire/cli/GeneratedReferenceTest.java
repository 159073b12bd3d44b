// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.ScenarioSchema;
import dev.hotfire.testkit.rule.Latencies;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.yaml.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Pages of {@code docs/reference} that are made of the code's own tables: scenario files, faults, and the command line. With
 * {@code -Dhotfire.docs.update=true} they are written anew instead of compared.
 */
final class GeneratedReferenceTest {
    private static final Path FOLDER = Document.ROOT.resolve("docs/reference");
    private static final int USAGE_WIDTH = 110;

    /** A list of so many words is told in full in a cell; longer ones are told apart. */
    private static final int WORDS_IN_A_CELL = 12;

    @Test
    void faultsAreUpToDate() throws IOException {
        requireUpToDate("faults.md", faults());
    }

    @Test
    void scenarioFilesAreUpToDate() throws IOException {
        requireUpToDate("scenario-files.md", new ScenarioPage().text());
    }

    @Test
    void theCommandLineIsUpToDate() throws IOException {
        requireUpToDate("cli.md", commandLine());
    }

    private static void requireUpToDate(String name, String page) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("hotfire.docs.update")) {
            Files.writeString(file, page);
        }
        assertThat(file)
                .as("run this test with -Dhotfire.docs.update=true to write it anew")
                .hasContent(page);
    }

    private static String commandLine() {
        StringBuilder page = new StringBuilder("""
                # The command line

                What `./hotfire COMMAND --help` says, for each command. [All how-to guides](../README.md#how-to-guides) use some of them.

                <!-- Written by GeneratedReferenceTest. -->
                """);
        CommandLine hotfire = new CommandLine(new HotfireCommand()).setCommandName("./hotfire");
        page.append(usage("hotfire", hotfire));
        hotfire.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                page.append(usage("hotfire " + name, command));
            }
        });
        return page.toString();
    }

    private static String usage(String name, CommandLine command) {
        command.setUsageHelpWidth(USAGE_WIDTH);
        String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
        return "\n## " + name + "\n\n```text\n" + usage + "```\n";
    }

    private static String faults() {
        StringBuilder page = new StringBuilder("""
                # Faults

                What can go wrong, by id. A [scenario](scenario-files.md#faults) says which, when, and to whom:

                ```yaml
                faults:
                  - {id: T06, kind: after, on: broker-a, at: 2s, for: 1s, chance: 0.1}
                ```

                *On* is what a fault happens to. `kind` must be said where there are several. *Amount* is a duration or a number that
                says how much. All of them can be had in the simulator, and over real sockets as well unless *worlds* says otherwise.
                What a single request meets can also be said by a [rule](scenario-files.md#rule).

                <!-- Written by GeneratedReferenceTest. -->
                """);
        Map<String, List<FaultId>> groups = new LinkedHashMap<>();
        groups.put("Of the transport", of("T"));
        groups.put("Of what brokers answer", of("R"));
        groups.put("Of brokers", of("B"));
        groups.put("Of name servers", of("N"));
        groups.put("Of the client and what surrounds it", of("C"));
        groups.forEach((title, ids) -> {
            page.append("\n## ")
                    .append(title)
                    .append("\n\n| id | what happens | on | kinds | amount | worlds |\n|---|---|---|---|---|---|\n");
            for (FaultId id : ids) {
                if (id.exclusion().isEmpty()) {
                    page.append("| `%s` | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    id.id(),
                                    id.title(),
                                    scope(id.scope()),
                                    words(id.kinds()),
                                    id.amount() == FaultId.Amount.NONE
                                            ? ""
                                            : id.amount().name().toLowerCase(Locale.ROOT),
                                    id.overTcp() ? "" : "simulator only"));
                }
            }
        });
        page.append("""

                ## What no run has

                | id | what it would be | why not |
                |---|---|---|
                """);
        for (FaultId id : FaultId.values()) {
            id.exclusion().ifPresent(why -> page.append("| `%s` | %s | %s |\n".formatted(id.id(), id.title(), why)));
        }
        return page.toString();
    }

    private static List<FaultId> of(String letter) {
        List<FaultId> ids = new ArrayList<>();
        for (FaultId id : FaultId.values()) {
            if (id.id().startsWith(letter)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static String scope(FaultId.Scope scope) {
        return switch (scope) {
            case REQUESTS -> "requests to a broker, or to all";
            case BROKER -> "a broker";
            case NAME_SERVER -> "a name server, or all";
            case NODE -> "a broker or name server";
            case CLIENT -> "a producer group";
            case CLUSTER -> "everything";
        };
    }

    private static String words(Iterable<?> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add("`" + word + "`"));
        return String.join(", ", quoted);
    }

    /** The page on scenario files, made by walking through the schema. */
    private static final class ScenarioPage {
        private final StringBuilder page = new StringBuilder("""
                # Scenario files

                Every field of a scenario, as the reader takes it. [Writing a scenario](../scenarios.md) explains them with examples, and
                [scenario.schema.json](../scenario.schema.json) tells the same to editors.

                A *duration* is a number and a unit (`ns`, `us`, `ms`, `s`, `m`, `h`). A *latency* is a duration, or a range or a
                distribution, as in `{min: 1ms, max: 5ms}` and `{median: 2ms, sigma: 0.4}`. Fields in **bold** are required.

                <!-- Written by GeneratedReferenceTest. -->
                """);
        private final Map<String, Object> wordLists = new LinkedHashMap<>();

        String text() {
            Map<String, Object> root = ScenarioSchema.tree();
            Map<?, ?> fields = properties(root);
            section("A scenario", root);
            section("cluster", fields.get("cluster"));
            section("topics", items(properties(fields.get("cluster")).get("topics")));
            section("network", fields.get("network"));
            section("producers", items(fields.get("producers")));
            section("workload", choices(fields.get("workload")).get(0));
            section("faults", items(fields.get("faults")));
            Object entry = items(fields.get("timeline"));
            section("timeline", entry);
            section("link", properties(entry).get("link"));
            section("rule", RuleText.schema());
            section(
                    "a fault with a value",
                    choices(properties(RuleText.schema()).get("fault")).get(1));
            section("expect", fields.get("expect"));
            wordLists.forEach((name, words) -> page.append("\n## ")
                    .append(name)
                    .append("\n\n")
                    .append(words((Iterable<?>) words))
                    .append("\n"));
            return page.toString();
        }

        private void section(String title, Object schema) {
            page.append("\n## ").append(title).append("\n\n| field | value | meaning |\n|---|---|---|\n");
            List<?> required = map(schema).get("required") instanceof List<?> names ? names : List.of();
            properties(schema)
                    .forEach((name, value) -> page.append("| %s | %s | %s |\n"
                            .formatted(
                                    required.contains(name) ? "**`" + name + "`**" : "`" + name + "`",
                                    value(title, String.valueOf(name), value),
                                    map(value).getOrDefault("description", ""))));
        }

        private String value(String section, String field, Object described) {
            Map<String, Object> schema = new LinkedHashMap<>();
            map(described).forEach((key, value) -> schema.put(String.valueOf(key), value));
            schema.remove("description");
            schema.remove("uniqueItems");
            if (schema.equals(Schemas.duration()) || schema.equals(Schemas.positiveDuration())) {
                return "duration";
            }
            if (schema.equals(Latencies.schema())) {
                return "latency";
            }
            if (field.equals("faults")
                    || field.equals("topics")
                    || field.equals("producers")
                    || field.equals("timeline")) {
                return "list, see [" + field + "](#" + field + ")";
            }
            if (field.equals("workload")) {
                return "one or a list, see [workload](#workload)";
            }
            if (section.equals("faults") && field.equals("id")) {
                return "an id of [the catalogue](faults.md)";
            }
            if (section.equals("rule") && field.equals("fault")) {
                return choice(field, (List<?>) map(choices(schema).get(0)).get("enum"))
                        + ", or [one with a value](#a-fault-with-a-value)";
            }
            if (schema.get("properties") instanceof Map<?, ?> bounds
                    && bounds.keySet().equals(Set.of("min", "max"))) {
                return "`{min: ..., max: ...}`";
            }
            if (schema.get("enum") instanceof List<?> words) {
                return choice(field, words);
            }
            if (schema.containsKey("const")) {
                return "`" + schema.get("const") + "`";
            }
            if (schema.get("anyOf") instanceof List<?> choices) {
                return choices.stream()
                        .map(choice -> value(section, field, choice))
                        .distinct()
                        .collect(Collectors.joining(" or "));
            }
            Object type = schema.get("type");
            if ("array".equals(type)) {
                return "list of: " + value(section, field, schema.get("items"));
            }
            if ("object".equals(type)) {
                boolean apart =
                        List.of("cluster", "network", "link", "rule", "expect").contains(field);
                if (apart && (section.equals("A scenario") || section.equals("timeline"))) {
                    return "see [" + field + "](#" + field + ")";
                }
                return schema.get("properties") instanceof Map<?, ?> inner
                        ? inner.entrySet().stream()
                                .map(part -> "`" + part.getKey() + "`: "
                                        + value(section, String.valueOf(part.getKey()), part.getValue()))
                                .collect(Collectors.joining(", ", "{", "}"))
                        : "mapping of names to: " + value(section, field, schema.get("additionalProperties"));
            }
            if ("integer".equals(type) || "number".equals(type)) {
                return range("integer".equals(type) ? "whole number" : "number", schema);
            }
            if ("boolean".equals(type)) {
                return "`true` or `false`";
            }
            if ("string".equals(type) && String.valueOf(schema.get("pattern")).startsWith("^[<>]")) {
                return "a bound such as `< 50` or `< 50 ms`";
            }
            return "text";
        }

        private static String range(String kind, Map<String, Object> schema) {
            String min = number(schema.get("minimum"));
            String max = number(schema.get("maximum"));
            if (min.isEmpty()) {
                return kind;
            }
            return kind + ", " + min + (max.isEmpty() ? " or more" : " to " + max);
        }

        /** A bound, empty if it is none that anybody would come near. */
        private static String number(@Nullable Object bound) {
            if (!(bound instanceof Number number)
                    || number.longValue() == Integer.MAX_VALUE
                    || number.longValue() == Integer.MIN_VALUE) {
                return "";
            }
            return String.format(Locale.ROOT, "%,d", number.longValue());
        }

        private String choice(String field, List<?> words) {
            if (words.size() <= WORDS_IN_A_CELL) {
                return words(words);
            }
            String title = wordLists.entrySet().stream()
                    .filter(list -> list.getValue().equals(words))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("Words for " + field);
            wordLists.put(title, words);
            return "one of [these words](#" + title.toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
        }

        private static Object items(Object schema) {
            return map(schema).get("items");
        }

        private static List<?> choices(Object schema) {
            return (List<?>) map(schema).get("anyOf");
        }

        private static Map<?, ?> properties(Object schema) {
            return (Map<?, ?>) map(schema).get("properties");
        }

        private static Map<String, Object> map(Object schema) {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) schema).forEach((key, value) -> map.put(String.valueOf(key), value));
            return map;
        }
    }
}
