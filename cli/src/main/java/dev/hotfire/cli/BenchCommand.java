// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.bench.Bench;
import dev.hotfire.bench.BenchTable;
import dev.hotfire.bench.Case;
import dev.hotfire.bench.Contender;
import dev.hotfire.bench.Measured;
import dev.hotfire.bench.OfficialContender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures our producer side by side with others. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measures producers side by side: messages a second, latency, CPU time and memory for each message.",
            "",
            "Every client has a JVM of its own, and so has the broker, which does next to nothing. Clients are measured in "
                    + "turns; what counts is the ratio of two of them in one run. The bare network library between the same "
                    + "two processes shows what no client on it can do without.",
            "",
            "A client that fails or stalls is out of that case, which is said where progress is. A run with all cases takes "
                    + "about ten minutes for each client. Let the machine do nothing else meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":all was measured",
            ExitCode.BAD_INPUT + ":the command line is wrong, nothing was run",
            ExitCode.BROKEN + ":our producer or the broker failed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  hotfire bench --against apache:5.5.0",
            "  hotfire bench --case async --case sync --rounds 3",
            "  hotfire bench --against hotfire-familiar --case batch-32 --json batch.json"
        })
final class BenchCommand implements Callable<Integer> {
    private static final String APACHE = "apache:";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--against",
            paramLabel = "CLIENT",
            description = "apache:VERSION, fetched with Maven, or hotfire-familiar. May be given more than once.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--case",
            paramLabel = "CASE",
            description = "What to measure; may be given more than once. Default: everything. One of "
                    + "async, async-flood, sync, sync-pinned, sync-64, oneway, batch-32, auto-async, auto-sync-64, "
                    + "body-16k, body-16k-zlib, cold-start.")
    private List<String> cases = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of each case for each client. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--round",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "How long a round is. Default: ${DEFAULT-VALUE}.")
    private int roundSeconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long each client is driven before. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes what was measured there too.")
    private @Nullable Path json;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Where official clients are kept. Default: a folder of the user's.")
    private @Nullable Path cache;

    BenchCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Case> chosen;
        Bench bench;
        try {
            chosen = cases.isEmpty()
                    ? Arrays.asList(Case.values())
                    : cases.stream()
                            .map(name -> Choice.of(spec, "--case", Arrays.asList(Case.values()), Case::id, name))
                            .toList();
            bench = new Bench(
                    contenders(),
                    atLeastOne("--rounds", rounds),
                    Duration.ofSeconds(atLeastOne("--round", roundSeconds)),
                    Duration.ofSeconds(atLeastOne("--warm-up", warmUpSeconds)));
        } catch (IllegalArgumentException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        } catch (IOException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        List<Measured> all = new ArrayList<>();
        out.print(BenchTable.head());
        try {
            for (Case one : chosen) {
                List<Measured> measured = bench.run(one, text -> {
                    err.println(text);
                    err.flush();
                });
                all.addAll(measured);
                out.print(BenchTable.of(measured));
                out.flush();
            }
            if (json != null) {
                Files.writeString(json, BenchTable.json(all), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        out.println("cases=" + chosen.size() + " clients=" + (2 + against.size()) + " rounds=" + rounds);
        return ExitCode.PASSED;
    }

    private List<Contender> contenders() throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>(List.of(Contender.hotfire()));
        for (String name : against) {
            if (name.equals("hotfire-familiar")) {
                contenders.add(Contender.familiar());
            } else if (name.startsWith(APACHE)) {
                contenders.add(OfficialContender.fetch(name.substring(APACHE.length()), cache()));
            } else {
                throw new IllegalArgumentException(
                        "--against: '" + name + "' (expected: apache:VERSION or hotfire-familiar)");
            }
        }
        contenders.add(Contender.bare());
        return contenders;
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: at least 1)");
        }
        return value;
    }

    private Path cache() {
        return cache == null ? ConformanceCommand.cache() : cache;
    }
}
