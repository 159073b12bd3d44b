// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.bench.Bench;
import dev.hotfire.bench.BenchPage;
import dev.hotfire.bench.BenchTable;
import dev.hotfire.bench.BenchTarget;
import dev.hotfire.bench.Case;
import dev.hotfire.bench.Contender;
import dev.hotfire.bench.Curve;
import dev.hotfire.bench.Growth;
import dev.hotfire.bench.GrowthPoint;
import dev.hotfire.bench.Measured;
import dev.hotfire.bench.OfficialContender;
import java.io.File;
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
            "With --growth it measures how the cost of our own sends grows instead: with brokers, queues, topics, producers on one "
                    + "runtime, sends in flight and callers; and what one more of them keeps in memory.",
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
            "  ${ROOT-COMMAND-NAME} bench --against apache:5.5.0",
            "  ${ROOT-COMMAND-NAME} bench --case async --case sync --rounds 3",
            "  ${ROOT-COMMAND-NAME} bench --against hotfire-familiar --case batch-32 --json batch.json",
            "  ${ROOT-COMMAND-NAME} bench --target fake --case async --html fake.html",
            "  ${ROOT-COMMAND-NAME} bench --target apache:5.5.0 --against apache:5.5.0 --case async",
            "  ${ROOT-COMMAND-NAME} bench --growth topics --growth callers"
        })
final class BenchCommand implements Callable<Integer> {
    private static final String APACHE = "apache:";
    private static final String CLASSES = "classes:";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--against",
            paramLabel = "CLIENT",
            description =
                    "apache:VERSION, fetched with Maven, hotfire-familiar, or classes:PATH, our producer with the "
                            + "classes that are there, from before a change for instance. May be given more than once.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--case",
            paramLabel = "CASE",
            description = "What to measure; may be given more than once. Default: everything. One of "
                    + "async, async-flood, sync, sync-pinned, sync-64, oneway, batch-32, auto-async, auto-sync-64, "
                    + "body-16k, body-16k-zlib, open-10k, open-100k, cold-start.")
    private List<String> cases = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = "canned",
            description =
                    "What they all send to: canned, the cheapest broker that clients accept; fake, the fake cluster; or "
                            + "apache:VERSION, the official name server and broker, from 5.3 on, fetched with Maven. "
                            + "Default: ${DEFAULT-VALUE}.")
    private String target;

    @Option(
            names = "--growth",
            paramLabel = "CURVE",
            description =
                    "How cost grows, instead of cases; may be given more than once. One of brokers, queues, topics, "
                            + "producers, in-flight, callers, unanswered, or all.")
    private List<String> growth = new ArrayList<>();

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
            names = "--html",
            paramLabel = "FILE",
            description = "Writes what was measured as one page, which needs nothing else.")
    private @Nullable Path html;

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
        if (!growth.isEmpty()) {
            return grow(out, err);
        }
        List<Case> chosen;
        List<Contender> contenders;
        Bench bench;
        try {
            chosen = cases.isEmpty()
                    ? Arrays.asList(Case.values())
                    : cases.stream()
                            .map(name -> Choice.of(spec, "--case", Arrays.asList(Case.values()), Case::id, name))
                            .toList();
            BenchTarget sendTo = sendTo();
            contenders = contenders(sendTo);
            bench = new Bench(
                    sendTo,
                    contenders,
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
        int clients = contenders.size();
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
            write(json, BenchTable.json(all));
            write(html, BenchPage.of(facts(), all));
        } catch (IOException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        out.println("cases=" + chosen.size() + " clients=" + clients + " rounds=" + rounds);
        return ExitCode.PASSED;
    }

    private Integer grow(PrintWriter out, PrintWriter err) {
        List<Curve> curves = growth.contains("all")
                ? Arrays.asList(Curve.values())
                : growth.stream()
                        .map(name -> Choice.of(spec, "--growth", Arrays.asList(Curve.values()), Curve::id, name))
                        .toList();
        Growth measuring;
        try {
            if (!cases.isEmpty()
                    || !against.isEmpty()
                    || !target.equals(BenchTarget.canned().id())) {
                throw new IllegalArgumentException(
                        "--growth: with --case, --against or --target (expected: none of them, it measures our producer alone)");
            }
            measuring = new Growth(
                    Duration.ofSeconds(atLeastOne("--round", roundSeconds)),
                    Duration.ofSeconds(atLeastOne("--warm-up", warmUpSeconds)));
        } catch (IllegalArgumentException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        List<GrowthPoint> all = new ArrayList<>();
        out.print(BenchTable.growthHead());
        try {
            for (Curve curve : curves) {
                List<GrowthPoint> points = measuring.run(curve, text -> {
                    err.println(text);
                    err.flush();
                });
                all.addAll(points);
                points.forEach(point -> out.print(BenchTable.of(point)));
                out.flush();
            }
            write(json, BenchTable.growthJson(all));
            write(html, BenchPage.ofGrowth(facts(), all));
        } catch (IOException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        out.println("curves=" + curves.size() + " points=" + all.size());
        return ExitCode.PASSED;
    }

    /** What a page says about the run. */
    private List<String> facts() {
        return List.of(
                Invocation.command() + " "
                        + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version(),
                "What counts is the ratio of two in one run. CPU time and bytes are the client process's, for each message.");
    }

    private static void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
    }

    private BenchTarget sendTo() throws IOException, InterruptedException {
        if (target.startsWith(APACHE)) {
            return BenchTarget.official(target.substring(APACHE.length()), cache());
        }
        return BenchTarget.ours(target)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--target: '" + target + "' (expected: canned, fake or apache:VERSION)"));
    }

    private List<Contender> contenders(BenchTarget sendTo) throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>(List.of(Contender.hotfire()));
        for (String name : against) {
            if (name.equals("hotfire-familiar")) {
                contenders.add(Contender.familiar());
            } else if (name.startsWith(APACHE)) {
                contenders.add(OfficialContender.fetch(name.substring(APACHE.length()), cache()));
            } else if (name.startsWith(CLASSES)) {
                contenders.add(Contender.other(existing(name.substring(CLASSES.length()))));
            } else {
                throw new IllegalArgumentException(
                        "--against: '" + name + "' (expected: apache:VERSION, hotfire-familiar or classes:PATH)");
            }
        }
        if (sendTo.isForBare()) {
            contenders.add(Contender.bare());
        }
        return contenders;
    }

    private static String existing(String classPath) {
        for (String part : classPath.split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(part))) {
                throw new IllegalArgumentException(
                        "--against: '" + part + "' of classes:PATH (expected: a folder or jar that is there)");
            }
        }
        return classPath;
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
