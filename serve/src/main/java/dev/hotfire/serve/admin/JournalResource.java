// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.RequestFacts;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.serve.http.Route;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The journal: what was asked and answered, in pages. */
final class JournalResource {
    private static final int MAX_ENTRIES = 1_000;

    private final Journal journal;
    private final EntryView view;

    JournalResource(Journal journal, EntryView view) {
        this.journal = journal;
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/journal", false, this::read), new Route("DELETE", "/journal", false, this::clear));
    }

    private Answer read(Call call) {
        call.requireOnlyParameters(
                "since", "limit", "newest", "content", "server", "request", "topic", "group", "rule", "outcome");
        long since = call.numberParameter("since", 0, 0, Long.MAX_VALUE);
        int limit = (int) call.numberParameter("limit", 100, 1, MAX_ENTRIES);
        boolean newest = flag(call, "newest");
        boolean content = flag(call, "content");
        Predicate<JournalEntry> filter = filter(call);
        List<JournalEntry> found = journal.entries(entry -> entry.sequence() > since && filter.test(entry));
        int size = found.size();
        List<JournalEntry> page =
                newest ? found.subList(Math.max(0, size - limit), size) : found.subList(0, Math.min(limit, size));
        long next = page.isEmpty() ? since : page.get(page.size() - 1).sequence();
        return Answer.json(json -> {
            json.writeStartObject();
            json.writeNumberField("received", journal.received());
            json.writeNumberField("dropped", journal.dropped());
            json.writeNumberField("found", size);
            json.writeNumberField("next", next);
            json.writeArrayFieldStart("entries");
            for (JournalEntry entry : page) {
                view.write(json, entry, content);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static boolean flag(Call call, String name) {
        String text = call.parameter(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw HttpProblem.unexpected(name, text, "true or false");
    }

    private static Predicate<JournalEntry> filter(Call call) {
        @Nullable String server = call.parameter("server");
        @Nullable String request = call.parameter("request");
        @Nullable String topic = call.parameter("topic");
        @Nullable String group = call.parameter("group");
        @Nullable String rule = call.parameter("rule");
        @Nullable String outcome = call.parameter("outcome");
        return entry -> (server == null || server.equals(entry.server()))
                && (request == null || isRequest(entry, request))
                && (topic == null || topic.equals(entry.facts().topic()))
                && (group == null || group.equals(entry.facts().producerGroup()))
                && (rule == null || rule.equals(entry.rule()))
                && (outcome == null || outcome.equals(Counters.outcomeName(entry.outcome())));
    }

    /** By the code, its name, or {@code sends} for all that bring messages. */
    private static boolean isRequest(JournalEntry entry, String request) {
        return request.equals(entry.request().codeName())
                || request.equals(String.valueOf(entry.code()))
                || (request.equals("sends") && RequestFacts.isSend(entry.code()));
    }

    private Answer clear(Call call) {
        call.requireOnlyParameters();
        call.requireNoBody();
        journal.clear();
        return Answer.done();
    }
}
