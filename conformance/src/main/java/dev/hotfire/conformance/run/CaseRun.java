// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Lab;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one case with one driver. Always comes to an end, whatever the client does. */
final class CaseRun {
    private static final Logger LOG = LoggerFactory.getLogger(CaseRun.class);
    private static final Duration CLOSING_LIMIT = Duration.ofMillis(300);

    private final TcpLab lab;
    private final Case item;
    private final Driver driver;
    private final Duration helloLimit;

    /** @param helloLimit how long a driver may take to answer a hello that it is given because something seems wrong */
    CaseRun(TcpLab lab, Case item, Driver driver, Duration helloLimit) {
        this.lab = lab;
        this.item = item;
        this.driver = driver;
        this.helloLimit = helloLimit;
    }

    /** What kept a case from being judged: it may be another case's fault, if others used the same process. */
    enum Trouble {
        /** The driver's process ended, or did not even answer a hello any more and was killed. */
        ENDED,
        /** A command was not answered, or with something that is no answer. */
        UNANSWERED,
        /** The suite itself failed: a port that was taken, most likely. */
        SUITE
    }

    /**
     * How it ended.
     *
     * @param result  the verdict, if nobody else is to blame
     * @param trouble null if the case was judged
     */
    record Ending(CaseResult result, @Nullable Trouble trouble) {}

    /** Runs it. */
    Ending run(String marker) {
        TreeSet<String> lacking = new TreeSet<>(item.needs());
        lacking.removeAll(driver.features());
        if (!lacking.isEmpty()) {
            return new Ending(
                    new CaseResult(item, Verdict.UNSUPPORTED, List.of("without " + lacking), List.of(), 0), null);
        }
        long startedNanos = lab.nanoTime();
        try {
            FakeCluster cluster = lab.start(item.cluster(FakeCluster.builder()));
            Trial trial = new Trial(item, lab, driver, cluster, marker);
            try {
                return judged(trial);
            } finally {
                List<Call> closing = trial.cleanUp();
                CompletableFuture<?> closed = CompletableFuture.allOf(
                        closing.stream().map(Call::first).toArray(CompletableFuture<?>[]::new));
                lab.until(closed::isDone, CLOSING_LIMIT);
                lab.stop(cluster);
            }
        } catch (RuntimeException e) {
            LOG.warn("case {} could not be run to its end", item.id(), e);
            String text = "the suite itself failed: " + e;
            long millis = (lab.nanoTime() - startedNanos) / 1_000_000;
            return new Ending(new CaseResult(item, Verdict.FAIL, List.of(text), List.of(), millis), Trouble.SUITE);
        }
    }

    private Ending judged(Trial trial) {
        boolean waited = false;
        try {
            item.run(trial);
        } catch (Trial.UnsupportedCaseException e) {
            return new Ending(result(trial, Verdict.UNSUPPORTED, List.of("without " + e.getMessage())), null);
        } catch (DriverGoneException e) {
            return ended(trial, String.valueOf(e.getMessage()));
        } catch (Trial.NoAnswerException e) {
            waited = true;
            trial.judgement().fail(String.valueOf(e.getMessage()));
        } catch (Trial.StopException e) {
            trial.judgement().fail(String.valueOf(e.getMessage()));
        } catch (Fields.FieldException e) {
            trial.judgement().fail("an answer of the driver can't be read: " + e.getMessage());
        } catch (Lab.LimitException e) {
            waited = true;
            trial.judgement()
                    .fail("no end within the case's limit of " + item.limit().toSeconds() + " s");
        }
        List<String> failures = trial.judgement().failures();
        if (!failures.isEmpty() || !driver.isAlive()) {
            String gone = gone();
            if (gone != null) {
                return ended(trial, gone);
            }
        }
        if (waited) {
            return new Ending(result(trial, Verdict.FAIL, failures), Trouble.UNANSWERED);
        }
        if (!failures.isEmpty() && trial.wantsSettings()) {
            String without = "without " + trial.lackingSettings()
                    + ", can't be judged: with the client's own defaults, " + failures.get(0);
            return new Ending(result(trial, Verdict.UNSUPPORTED, List.of(without)), null);
        }
        if (!failures.isEmpty()) {
            return new Ending(result(trial, Verdict.FAIL, failures), null);
        }
        List<String> weaknesses = trial.judgement().weaknesses();
        return new Ending(result(trial, weaknesses.isEmpty() ? Verdict.PASS : Verdict.NON_STRICT, weaknesses), null);
    }

    /** What was not as it should be may be because nobody is there any more: then why, else null. */
    private @Nullable String gone() {
        CompletableFuture<?> hello = driver.ask(Map.of("do", "hello")).first();
        if (!lab.until(hello::isDone, helloLimit)) {
            driver.giveUp("hangs: it did not answer a hello within " + helloLimit.toSeconds() + " s, and was killed");
        }
        try {
            lab.await(hello, Duration.ofSeconds(1));
            return null;
        } catch (DriverGoneException e) {
            return String.valueOf(e.getMessage());
        } catch (Lab.LimitException e) {
            return "the driver hangs";
        }
    }

    private Ending ended(Trial trial, String why) {
        List<String> findings = new ArrayList<>();
        findings.add("the client's process came to its end during the case: " + why);
        findings.addAll(trial.judgement().failures());
        return new Ending(result(trial, Verdict.FAIL, findings), Trouble.ENDED);
    }

    private CaseResult result(Trial trial, Verdict verdict, List<String> findings) {
        boolean traced = verdict == Verdict.FAIL || verdict == Verdict.NON_STRICT;
        List<String> trace =
                traced ? Trace.of(trial.cluster().journal().entries(), trial.calls(), trial.startedNanos()) : List.of();
        return new CaseResult(item, verdict, findings, trace, (lab.nanoTime() - trial.startedNanos()) / 1_000_000);
    }
}
