// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import static java.util.Objects.requireNonNull;

import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One case: what is to be shown, what it rests on, and the script that shows it. Immutable.
 *
 * <p>A case with a {@link TopicScript} needs no driver: any client that sends a message to {@link #topic()} shows it. All
 * others have a {@link Script}.
 */
public final class Case {
    /** For a script that says nothing else; the slowest client's slowest way out of one send, twice. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(25);

    private static final Pattern ID = Pattern.compile("[a-z]+/[a-z0-9-]+");
    private static final Pattern STATEMENT = Pattern.compile("(W-[0-9.]+|B-[A-Z]+-[0-9]+|[TBNC][0-9]{2}|[IL][0-9]+)");

    private final String id;
    private final Area area;
    private final String text;
    private final List<String> restsOn;
    private final Set<String> needs;
    private final UnaryOperator<FakeCluster.Builder> cluster;
    private final Duration limit;
    private final @Nullable Script script;
    private final @Nullable TopicScript topicScript;

    private Case(Builder builder, @Nullable Script script, @Nullable TopicScript topicScript) {
        this.id = builder.id;
        this.area = builder.area;
        this.text = builder.text;
        this.restsOn = List.copyOf(builder.restsOn);
        this.needs = Set.copyOf(builder.needs);
        this.cluster = builder.cluster;
        this.limit = builder.limit;
        this.script = script;
        this.topicScript = topicScript;
        if (text.isBlank() || restsOn.isEmpty()) {
            throw new IllegalArgumentException(id + ": no text, or rests on nothing (expected: both)");
        }
        for (String statement : restsOn) {
            if (!STATEMENT.matcher(statement).matches()) {
                throw new IllegalArgumentException(
                        id + ": '" + statement + "' (expected: the id of a statement or fault)");
            }
        }
    }

    /** Begins a case. Its id is the area's word, a slash, and the name; it never changes once it was published. */
    public static Builder builder(Area area, String name) {
        return new Builder(area, name);
    }

    public String id() {
        return id;
    }

    public Area area() {
        return area;
    }

    /** What is shown and why it matters, for who develops a client. */
    public String text() {
        return text;
    }

    /** The statements, faults and invariants that it rests on. */
    public List<String> restsOn() {
        return restsOn;
    }

    /** What the client must have for it, as drivers name it; in alphabetical order. */
    public Set<String> needs() {
        return new TreeSet<>(needs);
    }

    /** The topic whose messages show it without a driver; for a case with a topic script. */
    public String topic() {
        return "case-" + id.replace('/', '-');
    }

    /** Whether a client without a driver can show it. */
    public boolean needsNoDriver() {
        return topicScript != null;
    }

    /** What happens, for cases with a topic script. */
    public @Nullable TopicScript topicScript() {
        return topicScript;
    }

    /** How long it may take, whatever the client does. */
    public Duration limit() {
        return limit;
    }

    /** The cluster that it wants, on what all have: two brokers and a topic with two queues on each. */
    public FakeCluster.Builder cluster(FakeCluster.Builder base) {
        FakeCluster.Builder builder = base.brokers("broker-a", "broker-b").topic(Trial.TOPIC, 2);
        if (topicScript != null) {
            builder = builder.topic(topic(), 2);
        }
        return cluster.apply(builder);
    }

    /** Runs it with a driver. */
    public void run(Trial trial) {
        if (topicScript != null) {
            trial.runTopicScript(topic(), topicScript);
        } else {
            requireNonNull(script, "script").run(trial);
        }
    }

    @Override
    public String toString() {
        return id;
    }

    /** What a case does with the client. */
    @FunctionalInterface
    public interface Script {
        void run(Trial trial);
    }

    /** Collects what a case is made of. */
    public static final class Builder {
        private final String id;
        private final Area area;
        private String text = "";
        private final List<String> restsOn = new ArrayList<>();
        private final Set<String> needs = new TreeSet<>();
        private UnaryOperator<FakeCluster.Builder> cluster = builder -> builder;
        private Duration limit = DEFAULT_LIMIT;

        private Builder(Area area, String name) {
            this.area = area;
            this.id = area.word() + "/" + name;
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("id: '" + id + "' (expected: " + ID + ")");
            }
        }

        public Builder says(String newText) {
            this.text = newText;
            return this;
        }

        public Builder restsOn(String... statements) {
            restsOn.addAll(List.of(statements));
            return this;
        }

        public Builder needs(String... features) {
            needs.addAll(List.of(features));
            return this;
        }

        public Builder cluster(UnaryOperator<FakeCluster.Builder> topology) {
            this.cluster = topology;
            return this;
        }

        public Builder limit(Duration newLimit) {
            this.limit = newLimit;
            return this;
        }

        /** The case, shown with a driver. */
        public Case script(Script script) {
            return new Case(this, script, null);
        }

        /** The case, shown by whoever sends synchronously to its topic. */
        public Case topic(TopicScript topicScript) {
            needs("sync");
            return new Case(this, null, topicScript);
        }
    }
}
