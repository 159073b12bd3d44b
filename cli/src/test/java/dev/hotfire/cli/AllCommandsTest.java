// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command has in common: help that shows how to call it, exit codes, and a word on what was mistyped. */
@Timeout(60)
final class AllCommandsTest {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** By name; empty is the command that has all others. {@code help} is picocli's own, and has neither files nor codes. */
    static List<String> commands() {
        List<String> names = new ArrayList<>(List.of(""));
        root().getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help"))
                .forEach(names::add);
        return names;
    }

    private static CommandLine root() {
        return new CommandLine(new HotfireCommand());
    }

    private static CommandSpec spec(String command) {
        return (command.isEmpty() ? root() : root().getSubcommands().get(command)).getCommandSpec();
    }

    private int execute(List<String> arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return HotfireCommand.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(new String[0]));
    }

    private static List<String> words(String command, String... more) {
        List<String> words = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command));
        words.addAll(Arrays.asList(more));
        return words;
    }

    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void helpSaysHowToCallItAndHowItEnds(String command) {
        assertThat(execute(words(command, "--help"))).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("Usage: hotfire" + (command.isEmpty() ? "" : " " + command))
                .contains("\nExit codes")
                .containsPattern("\nExamples:\n  .*hotfire ");
        // Nobody's log or pipe gets colours.
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void exitCodesAreThoseOfAllCommands(String command) {
        Set<String> all = spec("").usageMessage().exitCodeList().keySet();
        assertThat(all).containsExactlyInAnyOrder("0", "1", "2", "3", "130, 143");
        assertThat(spec(command).usageMessage().exitCodeList().keySet())
                .isSubsetOf(all)
                .contains("2");
    }

    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void examplesAreWhatTheParserTakes(String command) {
        int examples = 0;
        for (String line : spec(command).usageMessage().footer()) {
            int from = line.indexOf("hotfire");
            if (line.startsWith("      ") || from < 0) {
                continue;
            }
            examples++;
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(line.substring(from).replaceFirst("(\\)| > .*)$", ""));
            while (word.find()) {
                words.add(word.group().replace("'", ""));
            }
            assertThat(words.get(0)).isEqualTo("hotfire");
            String[] arguments = words.subList(1, words.size()).toArray(new String[0]);
            assertThatCode(() -> root().parseArgs(arguments)).as(line).doesNotThrowAnyException();
            if (!command.isEmpty()) {
                assertThat(arguments[0]).as(line).isEqualTo(command);
            }
            words.stream().filter(each -> each.startsWith("scenarios/")).forEach(file -> assertThat(Path.of("..", file))
                    .exists());
        }
        assertThat(examples).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void everyOptionAndParameterIsDescribed(String command) {
        assertThat(spec(command).usageMessage().description()).isNotEmpty();
        for (ArgSpec argument : spec(command).args()) {
            if (!argument.hidden()) {
                assertThat(argument.description())
                        .as(command + " " + argument.paramLabel())
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void mistypedOptionIsNamedAndTheRightOneToo(String command) {
        for (OptionSpec option : spec(command).options()) {
            String name = option.longestName();
            if (option.hidden() || !name.startsWith("--")) {
                continue;
            }
            String mistyped = name.substring(0, name.length() - 1) + "qx";
            assertThat(execute(words(command, mistyped))).as(mistyped).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("'" + mistyped + "'")
                    .contains("did you mean")
                    .contains(name)
                    .endsWith("; see 'hotfire" + (command.isEmpty() ? "" : " " + command) + " --help'");
            assertThat(out.toString()).isEmpty();
        }
    }

    /** Whatever is not a text by itself: numbers, durations, ranges, words from a list. */
    @ParameterizedTest(name = "hotfire {0}")
    @MethodSource("commands")
    void valueOfTheWrongKindIsNamedAndTheRightKindToo(String command) {
        for (OptionSpec option : spec(command).options()) {
            Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
            boolean taken = type == boolean.class || type == String.class || type == Path.class;
            if (option.hidden() || taken) {
                continue;
            }
            assertThat(execute(words(command, option.longestName(), "x-y")))
                    .as(command + " " + option.longestName())
                    .isEqualTo(ExitCode.BAD_INPUT);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains(option.longestName())
                    .contains("'x-y'")
                    .contains("(expected: ");
            assertThat(out.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arena --fault silnt | --fault: 'silnt' | did you mean 'silent'?",
                "arena --policy tabl | --policy: 'tabl' | did you mean 'table'?",
                "arena --load opn | --load: 'opn' | did you mean 'open'?",
                "arena --traffic mixd | --traffic: 'mixd' | did you mean 'mixed'?",
                "arena --over-tcp 5.5.0 | --over-tcp: '5.5.0' | expected: apache:VERSION",
                "arena --seeds 0 | --seeds: 0 | expected: 1 to 1000000",
                "bench --case asinc | --case: 'asinc' | did you mean 'async'?",
                "bench --against kafka | --against: 'kafka' | expected: apache:VERSION",
                "bench --target real | --target: 'real' | expected: ",
                "bench --growth topic | --growth: 'topic' | did you mean 'topics'?",
                "bench --growth topics --case async | --growth: with --case | expected: none of them",
                "bench --rounds 0 | --rounds: 0 | expected: at least 1",
                "conformance --area retri | --area: 'retri' | did you mean 'retry'?",
                "conformance --case nonsuch | --case: 'nonsuch' | expected: a case's id, see --list",
                "conformance --client kafka | kafka | expected: ",
                "conformance --workers 0 --client hotfire | --workers: 0 | expected: 1 to 64",
                "determinism --seeds 0 | --seeds: 0 | expected: >= 1",
                "init --package 1x | --package: '1x' | expected: a name such as",
                "init pom.xml | 'pom.xml' | expected: a folder",
                "serve --topics orders | --topics: 'orders' | expected: NAME:QUEUES",
                "serve --bind nowhere | --bind: 'nowhere' | expected: an IP address",
                "serve --admin-bind nowhere | --admin-bind: 'nowhere' | expected: an IP address",
                "serve --port 70000 | --port: '70000' | expected: 0 to 65000",
                "serve absent.yaml | absent.yaml: no such file | expected: ",
                "swarm --seeds 5..1 | '5..1' | expected: N for 1 to N, or A..B",
                "swarm --seeds 1..2 --jobs 0 | --jobs: 0 | expected: >= 1",
                "run absent.yaml | absent.yaml: no such file | expected: ",
                "replay absent.yaml | absent.yaml: no such file | expected: ",
                "shrink absent.yaml | absent.yaml: no such file | expected: ",
                "compare a.json b.json | a.json | ",
            })
    void valueThatIsNotAmongTheRightOnesIsNamed(String arguments, String found, String expected) {
        assertThat(execute(Arrays.asList(arguments.split(" ", -1)))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(found)
                .contains(expected == null ? "" : expected);
        assertThat(out.toString()).isEmpty();
    }

    /** What shells are given: bash itself takes it, and finds commands and options. */
    @Test
    void completionScriptCompletes() throws Exception {
        assertThat(execute(List.of("generate-completion"))).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        String ask = """
                source '%s'
                COMP_WORDS=(hotfire %s)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                $(complete -p hotfire | sed 's/.*-F \\([^ ]*\\).*/\\1/') hotfire
                printf '%%s\\n' "${COMPREPLY[@]}"
                """;
        assertThat(bash(ask.formatted(script, "sw"))).containsExactly("swarm");
        assertThat(bash(ask.formatted(script, "run --wor"))).containsExactly("--world");
    }

    private static List<String> bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "--norc", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var reader = process.inputReader()) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
