// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Ledger;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendAttempt;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.run.Happening;
import dev.hotfire.scenarios.run.RuleUse;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.Second;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Listens to a run, and writes what came of it: one HTML page that needs nothing else, and one JSON file. Times are in
 * milliseconds. Not thread-safe, as runs call their listeners one at a time.
 */
public final class RunReportFiles implements RunListener {
    private static final String TEMPLATE = "report.html";
    private static final String DATA_MARK = "\"DATA\"";

    /** How all pages look, and where a page's template has it. */
    static final String STYLE = "page.css";

    private static final String STYLE_MARK = "/*PAGE*/";

    /** What the page may hold of single sends, in characters: with all else it stays below a megabyte. */
    private static final int PAGE_SENDS_LENGTH = 600_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MAX_MICROS = 3_600_000_000L;
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 100};

    private final String again;
    private final List<Second> seconds = new ArrayList<>();
    private History history = new History(List.of(), List.of(), List.of());
    private List<Happening> happenings = List.of();

    /** @param again the command that runs the scenario once more, but for seed and world: {@code ./hotfire run FILE} */
    public RunReportFiles(String again) {
        this.again = again;
    }

    @Override
    public void onSecond(Second second) {
        seconds.add(second);
    }

    @Override
    public void onEnd(History ended, List<Happening> happened) {
        history = ended;
        happenings = happened;
    }

    /** Writes the page, in place of what was there. Folders on the way are made. */
    public void writePage(Path to, RunReport report) throws IOException {
        write(to, page(TEMPLATE, json(report, PAGE_SENDS_LENGTH)));
    }

    /** Writes the data, in place of what was there. Folders on the way are made. */
    public void writeJson(Path to, RunReport report) throws IOException {
        write(to, json(report, Integer.MAX_VALUE) + "\n");
    }

    static void write(Path to, String text) throws IOException {
        Path folder = to.toAbsolutePath().getParent();
        // Older JDKs take a link to a folder for something in the way when one is to be made there.
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Files.writeString(to, text);
    }

    /** A page with its style and its data in it. */
    static String page(String name, String json) {
        return filled(filled(resource(name), STYLE_MARK, resource(STYLE)), DATA_MARK, json);
    }

    private static String filled(String template, String mark, String content) {
        int at = template.indexOf(mark);
        return template.substring(0, at) + content + template.substring(at + mark.length());
    }

    static String resource(String name) {
        try (InputStream in = RunReportFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param sendsLength how many characters single sends may take */
    private String json(RunReport report, int sendsLength) {
        Json json = new Json().begin('{');
        json.name("name").value(report.scenario().name());
        json.name("description").value(report.scenario().description());
        json.name("passed").value(report.passed());
        json.name("stopped");
        if (report.stopped().isPresent()) {
            json.millis(report.stopped().get().toNanos());
        } else {
            json.value((String) null);
        }
        json.name("seed").value(Long.toString(report.seed()));
        json.name("world").value(report.world().label());
        json.name("trace").value(report.trace().orElse(null));
        json.name("replay")
                .value(again + " --seed " + report.seed() + " --world "
                        + report.world().label());
        json.name("length").millis(report.scenario().length().toNanos());
        json.line();
        ledger(json, report.ledger());
        verdicts(json, "invariants", report.invariants());
        verdicts(json, "expectations", report.expectations());
        percentiles(json);
        seconds(json);
        bands(json, report);
        rules(json, report.rules());
        events(json);
        avoided(json, report);
        brokers(json, report);
        sends(json, Slow.of(report, history), sendsLength);
        return json.end('}').toString();
    }

    private static void ledger(Json json, Ledger ledger) {
        json.name("ledger").begin('{');
        json.name("accepted").value(ledger.accepted());
        json.name("stored").value(ledger.stored());
        json.name("acknowledged").value(ledger.acknowledged());
        json.name("failed").value(ledger.failed());
        json.name("unknown").value(ledger.unknown());
        json.name("timedOut").value(ledger.timedOut());
        json.name("lost").value(ledger.lost());
        json.name("duplicated").value(ledger.duplicated());
        json.name("retried").value(ledger.retried());
        json.name("slowest").millis(ledger.slowestNanos());
        json.end('}').line();
    }

    private static void verdicts(Json json, String name, List<Verdict> verdicts) {
        json.name(name).begin('[');
        for (Verdict verdict : verdicts) {
            json.begin('{');
            json.name("id").value(verdict.id());
            json.name("title").value(verdict.title());
            json.name("violations").value(verdict.violations());
            json.name("examples").begin('[');
            verdict.examples().forEach(json::value);
            json.end(']').end('}').line();
        }
        json.end(']').line();
    }

    private static long tookMicros(Send send, Terminal terminal) {
        return Math.min(MAX_MICROS, (terminal.atNanos() - send.invocation().atNanos()) / 1_000);
    }

    private void percentiles(Json json) {
        Histogram all = new Histogram(MAX_MICROS, 4);
        for (Send send : history.sends()) {
            if (!send.terminals().isEmpty() && send.terminals().get(0).told().isAcknowledged()) {
                all.recordValue(tookMicros(send, send.terminals().get(0)));
            }
        }
        json.name("percentiles").begin('[');
        for (double percentile : PERCENTILES) {
            json.begin('{').name("percent").value(Double.toString(percentile));
            json.name("took").millis(all.getValueAtPercentile(percentile) * 1_000);
            json.end('}');
        }
        json.end(']').line();
    }

    private void seconds(Json json) {
        Map<Integer, Histogram> took = new TreeMap<>();
        for (Send send : history.sends()) {
            for (Terminal terminal : send.terminals()) {
                if (terminal.told().isAcknowledged()) {
                    took.computeIfAbsent(
                                    (int) (terminal.atNanos() / NANOS_PER_SECOND), s -> new Histogram(MAX_MICROS, 3))
                            .recordValue(tookMicros(send, terminal));
                }
            }
        }
        json.name("seconds").begin('[');
        for (Second second : seconds) {
            Histogram histogram = took.getOrDefault(second.number(), new Histogram(MAX_MICROS, 3));
            json.begin('{').name("second").value(second.number());
            json.name("sent").value(second.sent());
            json.name("ok").value(second.ok());
            json.name("failed").value(second.failed());
            json.name("unknown").value(second.unknown());
            json.name("retried").value(second.retried());
            boolean any = histogram.getTotalCount() > 0;
            latency(json, "p50", any, histogram.getValueAtPercentile(50));
            latency(json, "p99", any, histogram.getValueAtPercentile(99));
            latency(json, "max", any, histogram.getMaxValue());
            json.end('}').line();
        }
        json.end(']').line();
    }

    private static void latency(Json json, String name, boolean any, long micros) {
        json.name(name);
        if (any) {
            json.millis(micros * 1_000);
        } else {
            json.value((String) null);
        }
    }

    private static void bands(Json json, RunReport report) {
        json.name("bands").begin('[');
        for (Band band : Band.of(report.scenario(), report.rules())) {
            json.begin('{').name("what").value(band.what());
            json.name("from").millis(band.from().toNanos());
            json.name("to").millis(band.until().toNanos());
            json.end('}').line();
        }
        json.end(']').line();
    }

    private static void rules(Json json, List<RuleUse> rules) {
        json.name("rules").begin('[');
        for (RuleUse rule : rules) {
            json.begin('{').name("at").millis(rule.at().toNanos());
            json.name("what").value(rule.what());
            json.name("fired").value(rule.fired());
            json.name("optional").value(rule.optional()).end('}').line();
        }
        json.end(']').line();
    }

    private void events(Json json) {
        json.name("events").begin('[');
        for (Happening happening : happenings) {
            if (happening.kind() == Happening.Kind.EVENT) {
                json.begin('{').name("at").millis(happening.atNanos());
                json.name("what").value(happening.what()).end('}').line();
            }
        }
        json.end(']').line();
    }

    private void avoided(Json json, RunReport report) {
        Map<List<String>, Long> open = new LinkedHashMap<>();
        json.name("avoided").begin('[');
        for (Happening happening : happenings) {
            List<String> key = List.of(happening.who(), happening.what());
            if (happening.kind() == Happening.Kind.AVOIDED) {
                open.put(key, happening.atNanos());
            } else if (happening.kind() == Happening.Kind.RELEASED) {
                Long from = open.remove(key);
                if (from != null) {
                    avoided(json, key, from, happening.atNanos());
                }
            }
        }
        long end = report.scenario().length().toNanos();
        open.forEach((key, from) -> avoided(json, key, from, Math.max(from, end)));
        json.end(']').line();
    }

    private static void avoided(Json json, List<String> key, long from, long to) {
        json.begin('{').name("group").value(key.get(0)).name("broker").value(key.get(1));
        json.name("from").millis(from).name("to").millis(to).end('}').line();
    }

    /** Attempts that ended in each second, by what came of them. */
    private void brokers(Json json, RunReport report) {
        Map<String, long[][]> ended = new LinkedHashMap<>();
        report.scenario().cluster().brokers().forEach(broker -> ended.put(broker, new long[3][seconds.size()]));
        for (Send send : history.sends()) {
            for (SendAttempt attempt : send.attempts()) {
                long[][] counts = ended.get(attempt.queue().brokerName());
                int second = (int) (attempt.endedAt() / NANOS_PER_SECOND);
                if (counts != null && second < seconds.size()) {
                    counts[outcome(attempt.outcome())][second]++;
                }
            }
        }
        json.name("brokers").begin('[');
        ended.forEach((broker, counts) -> {
            json.begin('{').name("name").value(broker);
            List<String> names = List.of("stored", "refused", "unknown");
            for (int i = 0; i < names.size(); i++) {
                json.name(names.get(i)).begin('[');
                for (long count : counts[i]) {
                    json.value(count);
                }
                json.end(']');
            }
            json.end('}').line();
        });
        json.end(']').line();
    }

    private static int outcome(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored) {
            return 0;
        }
        return outcome instanceof AttemptOutcome.Refused ? 1 : 2;
    }

    /** What went wrong most comes first, and what is as every other last, in case not all can be told. */
    private static int smoothness(Send send, Slow slow) {
        if (send.terminals().isEmpty() || !send.isAcknowledged()) {
            return 0;
        }
        return slow.isSlow(send) ? 1 : send.attempts().size() == 1 ? 3 : 2;
    }

    private void sends(Json json, Slow slow, int sendsLength) {
        Map<String, List<Append>> copies = history.appendsBySend();
        json.name("slow").begin('{').name("from").millis(slow.fromNanos());
        json.name("what").value(slow.what()).name("broken").value(slow.broken());
        json.end('}').line();
        json.name("sendsInAll").value(history.sends().size());
        json.name("sends").begin('[');
        int from = json.length();
        List<Send> sorted = new ArrayList<>(history.sends());
        // Stable: otherwise in the order of their calls.
        sorted.sort(Comparator.comparingInt(send -> smoothness(send, slow)));
        for (Send send : sorted) {
            if (json.length() - from > sendsLength) {
                break;
            }
            send(json, send, copies.getOrDefault(send.sendId(), List.of()));
        }
        json.end(']');
    }

    /** As a list, since there are many: id, group, kind, called at, told at, what, failure, attempts, copies. */
    private static void send(Json json, Send send, List<Append> copies) {
        json.begin('[').value(send.sendId()).value(send.invocation().group());
        json.value(send.invocation().kind().name()).millis(send.invocation().atNanos());
        if (send.terminals().isEmpty()) {
            json.value((String) null).value((String) null).value((String) null);
        } else {
            Terminal terminal = send.terminals().get(0);
            json.millis(terminal.atNanos()).value(terminal.told().name()).value(terminal.failure());
        }
        json.begin('[');
        for (SendAttempt attempt : send.attempts()) {
            json.begin('[')
                    .value(attempt.queue().brokerName())
                    .value(attempt.queue().queueId());
            json.millis(attempt.startedAt()).millis(attempt.endedAt());
            json.value(outcome(attempt.outcome()));
            json.value(text(attempt.outcome())).end(']');
        }
        json.end(']').begin('[');
        for (Append copy : copies) {
            json.value(copy.place().broker() + ", queue " + copy.place().queueId() + ", offset "
                    + copy.place().queueOffset());
        }
        json.end(']').end(']').line();
    }

    private static String text(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored stored) {
            return stored.status() + " at " + stored.queueOffset();
        }
        String failure = outcome.failure();
        return failure == null ? "" : failure;
    }
}
