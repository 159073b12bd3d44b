// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What servers saw of one topic, and what is thought of it. */
public final class Wire {
    private final FakeCluster cluster;
    private final String topic;
    private final Judgement judgement;
    private final int messages;

    public Wire(FakeCluster cluster, String topic, int messages, Judgement judgement) {
        this.cluster = cluster;
        this.topic = topic;
        this.messages = messages;
        this.judgement = judgement;
    }

    public String topic() {
        return topic;
    }

    /** How many messages the client was to send. */
    public int messages() {
        return messages;
    }

    /** All send requests, in order. */
    public List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (JournalEntry entry : cluster.journal().sends()) {
            if (topic.equals(entry.facts().topic())) {
                attempts.add(new Attempt(entry));
            }
        }
        return attempts;
    }

    /** All route questions, in order. */
    public List<JournalEntry> questions() {
        return cluster.journal()
                .entries(entry -> entry.code() == RequestCode.GET_ROUTEINFO_BY_TOPIC
                        && topic.equals(entry.facts().topic()));
    }

    /** What brokers have stored. */
    public List<StoredMessage> stored() {
        return cluster.stored(topic);
    }

    /** The servers that were asked, in order, each once. */
    public Set<String> servers() {
        Set<String> servers = new LinkedHashSet<>();
        attempts().forEach(attempt -> servers.add(attempt.server()));
        return servers;
    }

    public boolean expect(boolean holds, String what) {
        return judgement.expect(holds, what, attempts());
    }

    public boolean expect(boolean holds, String what, @Nullable Object seen) {
        return judgement.expect(holds, what, seen);
    }

    public void better(boolean holds, String what) {
        judgement.better(holds, what, attempts());
    }

    /** For each send request. */
    public void each(
            String what,
            java.util.function.Predicate<Attempt> holds,
            java.util.function.Function<Attempt, @Nullable Object> seen) {
        expect(!attempts().isEmpty(), "a send to the topic");
        for (Attempt attempt : attempts()) {
            if (!holds.test(attempt)) {
                judgement.expect(false, what, seen.apply(attempt));
                return;
            }
        }
    }
}
