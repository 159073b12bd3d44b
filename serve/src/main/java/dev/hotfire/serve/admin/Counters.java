// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.fake.server.Outcome;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests came to which end, since the start. Unlike the journal it forgets nothing, so it counts and keeps no
 * request; its size is bounded by the protocol, because codes that are not in it are counted as one.
 */
final class Counters implements JournalListener {
    /** What a code is called that the protocol doesn't have. A client could make up four billion of them. */
    private static final String OTHER = "OTHER";

    /**
     * Requests that came to the same end.
     *
     * @param server  the server's name
     * @param request the request code's name
     * @param outcome the response code's name, or in lower case why there was no response
     */
    record Key(String server, String request, String outcome) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = server.compareTo(other.server);
            order = order != 0 ? order : request.compareTo(other.request);
            return order != 0 ? order : outcome.compareTo(other.outcome);
        }
    }

    private final ConcurrentHashMap<Key, LongAdder> settled = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> received = new ConcurrentHashMap<>();

    @Override
    public void requestReceived(JournalEntry entry) {
        received.computeIfAbsent(entry.server(), server -> new LongAdder()).increment();
    }

    @Override
    public void requestSettled(JournalEntry entry) {
        Key key = new Key(entry.server(), requestName(entry.code()), outcomeName(entry.outcome()));
        settled.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    static String requestName(int code) {
        return named(RequestCode.nameOf(code));
    }

    /** Of an answer its code's name, otherwise why there is none. */
    static String outcomeName(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            return named(ResponseCode.nameOf(answered.code()));
        } else if (outcome instanceof Outcome.Unanswered unanswered) {
            return unanswered.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return "pending";
    }

    private static String named(String name) {
        return name.isEmpty() || !Character.isUpperCase(name.charAt(0)) ? OTHER : name;
    }

    /** How many requests this server has read. */
    long received(String server) {
        LongAdder count = received.get(server);
        return count == null ? 0 : count.sum();
    }

    /** How many requests have ended, by how. A snapshot. */
    SortedMap<Key, Long> settled() {
        TreeMap<Key, Long> all = new TreeMap<>();
        settled.forEach((key, count) -> all.put(key, count.sum()));
        return all;
    }
}
