// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.BrokerAnswer;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Request and response codes by name, in the order of their numbers. */
final class CodeNames {
    private static final int HIGHEST_NAMED = 2_100;
    private static final int FIRST_OF_OPEN_ENDED = 200_000;
    private static final int LAST_OF_OPEN_ENDED = 200_100;

    /** Response codes. */
    static final Map<String, Integer> RESPONSES = new LinkedHashMap<>();

    /** Refusals in a real broker's words. */
    static final Map<String, BrokerAnswer> ANSWERS = new LinkedHashMap<>();

    /** Kinds of requests in a word. */
    static final Map<String, Set<Integer>> KINDS = new LinkedHashMap<>();

    /** Request codes. */
    static final Map<String, Integer> REQUESTS = new LinkedHashMap<>();

    static {
        // Turns the one table round, rather than to keep a second one.
        collect(ResponseCode::nameOf, 0, HIGHEST_NAMED, RESPONSES);
        collect(RequestCode::nameOf, 0, HIGHEST_NAMED, REQUESTS);
        collect(RequestCode::nameOf, FIRST_OF_OPEN_ENDED, LAST_OF_OPEN_ENDED, REQUESTS);
        for (BrokerAnswer answer : BrokerAnswer.values()) {
            ANSWERS.put(answer.word(), answer);
        }
        KINDS.put("send", RequestPattern.SEND_CODES);
        KINDS.put("pull", RequestPattern.PULL_CODES);
        KINDS.put("heartbeat", Set.of(RequestCode.HEART_BEAT));
        KINDS.put("route", Set.of(RequestCode.GET_ROUTEINFO_BY_TOPIC));
        KINDS.put("any", Set.of());
    }

    private CodeNames() {}

    private static void collect(IntFunction<String> nameOf, int from, int to, Map<String, Integer> into) {
        for (int code = from; code <= to; code++) {
            String name = nameOf.apply(code);
            if (!name.startsWith("UNKNOWN_")) {
                into.put(name, code);
            }
        }
    }

    /** All words for requests. */
    static Set<String> requestWords() {
        Set<String> words = new LinkedHashSet<>(KINDS.keySet());
        words.addAll(REQUESTS.keySet());
        return words;
    }
}
