// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one case: a cluster of its own, a client that does as it is told, and a judgement. For the thread of its script.
 */
public final class Trial {
    /** The topic of cases that need no other: two queues on each of two brokers. */
    public static final String TOPIC = "orders";

    /** The timeout of sends, unless a case sets its own. */
    public static final long SEND_TIMEOUT_MILLIS = 3_000;

    /** How long the suite waits for an answer: longer than twice the usual timeout and two seconds, which is a failure. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(12);

    /** The same for a start, for a close, which may take leave of several silent brokers, and for a client's own timeouts. */
    public static final Duration LONG_ANSWER_LIMIT = Duration.ofSeconds(20);

    /** What every start says. A client that can't be told goes by its own defaults. */
    private static final Set<String> USUAL_SETTINGS = Set.of("sendTimeoutMillis", "retries");

    private static final Set<String> OUTCOMES = Set.of("done", "stored", "sent", "replied", "failed", "unsupported");

    /** Where things go wrong by something else than a rule. */
    private static final Set<Area> TROUBLED = EnumSet.of(
            Area.NAMESERVER,
            Area.RETRY,
            Area.CODES,
            Area.DEADLINE,
            Area.CONNECTION,
            Area.ANSWERS,
            Area.CLOSE,
            Area.MOVING,
            Area.HOSTILE);

    private final Case item;
    private final Lab lab;
    private final Driver driver;
    private final FakeCluster cluster;
    private final String marker;
    private final Judgement judgement = new Judgement();
    private final long startedNanos;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private int producers;
    private final Set<String> lacking = new TreeSet<>();
    private final Map<String, Long> timeouts = new HashMap<>();
    private boolean faulted;
    private @Nullable Subject subject;

    /** @param marker told to nobody else at the moment: names producers */
    public Trial(Case item, Lab lab, Driver driver, FakeCluster cluster, String marker) {
        this.item = item;
        this.lab = lab;
        this.driver = driver;
        this.cluster = cluster;
        this.marker = marker;
        this.startedNanos = lab.nanoTime();
    }

    // ---- the cluster ----

    public FakeCluster cluster() {
        return cluster;
    }

    public FakeBroker broker(String name) {
        return cluster.broker(name);
    }

    /** Puts a fault in force. */
    public void fault(FaultRule rule) {
        faulted = true;
        cluster.rules().add(rule);
    }

    /** What servers saw of the usual topic. */
    public Wire wire() {
        return wire(TOPIC);
    }

    public Wire wire(String topic) {
        return new Wire(cluster, topic, 1, judgement);
    }

    /** The send requests to the usual topic. */
    public List<Attempt> attempts() {
        return wire().attempts();
    }

    /** The requests of one code, in order. */
    public List<JournalEntry> requests(int code) {
        return cluster.journal().requests(code);
    }

    // ---- the client ----

    /** Starts a producer; settings are names and values in turn. */
    public Subject start(Object... settings) {
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < settings.length; i += 2) {
            wanted.add(settings[i].toString());
        }
        return start(startCommand(settings), wanted);
    }

    /** The command that starts a producer, as {@link #start} gives it. */
    public Map<String, Object> startCommand(Object... settings) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("do", "start");
        command.put("producer", marker + "-" + ++producers);
        command.put("group", "pg-" + marker + "-" + producers);
        command.put("nameServers", cluster.nameServerAddresses());
        command.put("sendTimeoutMillis", SEND_TIMEOUT_MILLIS);
        command.put("retries", 2);
        for (int i = 0; i < settings.length; i += 2) {
            command.put(settings[i].toString(), settings[i + 1]);
        }
        return command;
    }

    private Subject start(Map<String, Object> command, Set<String> wanted) {
        Map<String, Object> accepted = command;
        Call call = ask(accepted);
        Answer answer = answerTo(call);
        while (answer.outcome().equals("unsupported")) {
            String what = String.valueOf(answer.fields().text("what"));
            Map<String, Object> less = withoutUsual(accepted, wanted, what);
            if (less.size() == accepted.size()) {
                throw new UnsupportedCaseException(what);
            }
            accepted = less;
            call = ask(accepted);
            answer = answerTo(call);
        }
        Outcome started = new Outcome(call, answer);
        String name = String.valueOf(command.get("producer"));
        if (!started.is("done")) {
            throw new StopException("a producer can't be started: " + started);
        }
        if (accepted.get("sendTimeoutMillis") instanceof Number timeoutMillis) {
            timeouts.put(name, timeoutMillis.longValue());
        }
        synchronized (open) {
            open.add(name);
        }
        return new Subject(this, name, String.valueOf(command.get("group")));
    }

    /** Leaves out the usual setting that a driver does not know: the one that it names, else all that the case can do without. */
    private Map<String, Object> withoutUsual(Map<String, Object> command, Set<String> wanted, String what) {
        Set<String> dispensable = new TreeSet<>(USUAL_SETTINGS);
        dispensable.retainAll(command.keySet());
        dispensable.removeAll(wanted);
        if (dispensable.stream().anyMatch(what::contains)) {
            dispensable.removeIf(setting -> !what.contains(setting));
        }
        lacking.addAll(dispensable);
        Map<String, Object> less = new LinkedHashMap<>(command);
        less.keySet().removeAll(dispensable);
        return less;
    }

    /** The producer of cases that need one only, with usual settings. */
    public Subject subject() {
        Subject present = subject;
        if (present == null) {
            present = start();
            subject = present;
        }
        return present;
    }

    /** The usual producer sends to the usual topic, and this waits for its end. */
    public Outcome send() {
        return subject().send();
    }

    /** The same in this mode. */
    public Outcome send(String mode) {
        return subject().act(Command.send(mode));
    }

    /** Sends until that worked once, so that routes and connections are there; begins to look at the wire from here on. */
    public void warm() {
        for (int i = 0; i < 8; i++) {
            Outcome outcome = send();
            if (!outcome.stored()) {
                throw new StopException("a send to a sound cluster: " + outcome);
            }
        }
        cluster.journal().clear();
    }

    /** Gives a command of any kind. */
    public Call ask(Map<String, Object> command) {
        Call call = driver.ask(command);
        calls.add(call);
        return call;
    }

    /** Waits for the end of what was begun. */
    public Outcome end(Call call) {
        Answer answer = answerTo(call);
        if (answer.outcome().equals("unsupported")) {
            throw new UnsupportedCaseException(String.valueOf(answer.fields().text("what")));
        }
        return new Outcome(call, answer);
    }

    private Answer answerTo(Call call) {
        Answer answer;
        try {
            answer = lab.await(call.first(), atMost(answerLimit(call)));
        } catch (Lab.LimitException e) {
            throw new NoAnswerException("no answer to " + call.command() + " within " + e.getMessage()
                    + "; the driver itself still answers");
        }
        if (!OUTCOMES.contains(answer.outcome())) {
            throw new NoAnswerException("the answer " + answer.fields() + " to " + call.command()
                    + " (expected: an outcome that is one of " + new TreeSet<>(OUTCOMES) + ")");
        }
        return answer;
    }

    private Duration answerLimit(Call call) {
        Fields command = call.fields();
        if (List.of("start", "close").contains(String.valueOf(command.text("do")))) {
            return LONG_ANSWER_LIMIT;
        }
        String producer = String.valueOf(command.text("producer"));
        long timeoutMillis = command.has("timeoutMillis")
                ? command.number("timeoutMillis")
                : timeouts.getOrDefault(producer, LONG_ANSWER_LIMIT.toMillis() / 2);
        Duration least = Duration.ofMillis(2 * timeoutMillis + 4_000);
        return least.compareTo(ANSWER_LIMIT) > 0 ? least : ANSWER_LIMIT;
    }

    /** Its end, if there is one by now. */
    public @Nullable Outcome endIfAny(Call call) {
        List<Answer> answers = call.answers();
        return answers.isEmpty() ? null : new Outcome(call, answers.get(0));
    }

    // ---- time ----

    private Duration atMost(Duration limit) {
        Duration left = item.limit().minusNanos(lab.nanoTime() - startedNanos);
        return left.compareTo(limit) < 0 ? (left.isNegative() ? Duration.ZERO : left) : limit;
    }

    /** Waits until something is so; tells whether it is by then. */
    public boolean until(BooleanSupplier condition, Duration limit) {
        return lab.until(condition, atMost(limit));
    }

    public boolean until(BooleanSupplier condition) {
        return until(condition, Duration.ofSeconds(5));
    }

    public void pass(Duration duration) {
        lab.pass(atMost(duration));
    }

    public <T> T await(java.util.concurrent.CompletableFuture<T> future) {
        return lab.await(future, atMost(ANSWER_LIMIT));
    }

    // ---- the judgement ----

    public boolean expect(boolean holds, String what, @Nullable Object seen) {
        return judgement.expect(holds, what, seen);
    }

    public void better(boolean holds, String what, @Nullable Object seen) {
        judgement.better(holds, what, seen);
    }

    /** What must be so for the rest of the script to make sense. */
    public void require(boolean holds, String what, @Nullable Object seen) {
        if (!holds) {
            throw new StopException(Judgement.told(what, seen));
        }
    }

    /** It ended as stored. */
    public void expectStored(Outcome outcome) {
        expect(outcome.stored(), "the send ends as stored", outcome);
    }

    public void expectFailed(Outcome outcome) {
        expect(outcome.failed(), "the send ends as failed", outcome);
    }

    /** It ended within twice its timeout and two seconds: no more is asked of anybody. Better: within it and a half. */
    public void expectWithin(Outcome outcome, long timeoutMillis) {
        expect(
                outcome.millis() <= 2 * timeoutMillis + 2_000,
                "an end within twice the timeout of " + timeoutMillis + " ms and two seconds",
                outcome);
        better(
                outcome.millis() <= timeoutMillis + timeoutMillis / 2 + 250,
                "an end within one and a half of the timeout of " + timeoutMillis + " ms",
                outcome);
    }

    /** One of three sends is stored: the producer works again. */
    public void expectRecovery() {
        List<Outcome> outcomes = new ArrayList<>();
        boolean stored = false;
        while (!stored && outcomes.size() < 3) {
            Outcome outcome = send();
            outcomes.add(outcome);
            stored = outcome.stored();
        }
        expect(stored, "one of three sends to be stored, now that nothing is wrong any more", outcomes);
    }

    public Judgement judgement() {
        return judgement;
    }

    // ---- for whoever runs it ----

    void runTopicScript(String topic, TopicScript script) {
        TopicScript.UnaryFault fault = script.fault();
        if (fault != null) {
            fault(fault.of(FaultRule.onSends().topic(topic)));
        }
        RouteChange route = script.route();
        if (route != null) {
            cluster.nameServers()
                    .forEach(server -> server.answers(
                            (asked, believed) -> asked.equals(topic) ? route.routeFor(asked, believed) : believed));
        }
        for (int i = 0; i < script.messages(); i++) {
            subject().act(Command.send("sync").topic(topic).body("message " + i));
        }
        script.judge().accept(new Wire(cluster, topic, script.messages(), judgement));
    }

    /** Tells the client to close what is still open, without waiting for it. */
    public List<Call> cleanUp() {
        List<Call> closing = new ArrayList<>();
        synchronized (open) {
            open.forEach(name -> closing.add(driver.ask(Map.of("do", "close", "producer", name))));
        }
        return closing;
    }

    /** Whether a fault was put in force: a sound cluster would have done something else. */
    public boolean isFaulted() {
        return faulted;
    }

    /** Whether what went wrong may be due to usual settings that the client does not take. */
    public boolean wantsSettings() {
        return !lacking.isEmpty() && (faulted || TROUBLED.contains(item.area()));
    }

    /** The usual settings that the client does not take. */
    public Set<String> lackingSettings() {
        return new TreeSet<>(lacking);
    }

    /** What was said to the client, in order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** The case can't go on; what it says is a failure. */
    public static class StopException extends RuntimeException {
        StopException(String message) {
            super(message);
        }
    }

    /** A command was not answered, or with something that is no answer. */
    public static final class NoAnswerException extends StopException {
        NoAnswerException(String message) {
            super(message);
        }
    }

    /** The client has no such thing. */
    public static final class UnsupportedCaseException extends RuntimeException {
        UnsupportedCaseException(String what) {
            super(what);
        }
    }
}
