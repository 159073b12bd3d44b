// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what was sent against what is stored: each message there once, whole, in its place, and no other. */
final class Comparison {
    /** What producer, broker and consumer add by themselves. */
    private static final Set<String> ADDED_PROPERTIES =
            Set.of("UNIQ_KEY", "WAIT", "CLUSTER", "MIN_OFFSET", "MAX_OFFSET", "MSG_REGION", "TRACE_ON");

    /** In what way a message is not as it was sent. */
    enum Kind {
        MISSING,
        DUPLICATED,
        FOREIGN,
        OTHER_ID,
        OTHER_FLAG,
        OTHER_BODY,
        OTHER_PROPERTIES,
        OTHER_PLACE
    }

    /** One message and what is wrong with it. */
    record Difference(Kind kind, String number, String detail) {}

    private Comparison() {}

    static List<Difference> differences(List<SentMessage> sent, List<StoredMessage> stored) {
        Map<String, List<StoredMessage>> byNumber = new LinkedHashMap<>();
        for (StoredMessage message : stored) {
            byNumber.computeIfAbsent(message.number(), number -> new ArrayList<>())
                    .add(message);
        }
        List<Difference> differences = new ArrayList<>();
        for (SentMessage message : sent) {
            List<StoredMessage> copies = byNumber.remove(message.number());
            if (copies == null) {
                differences.add(new Difference(Kind.MISSING, message.number(), message.toString()));
                continue;
            }
            if (copies.size() > 1) {
                differences.add(new Difference(Kind.DUPLICATED, message.number(), copies.toString()));
            }
            for (StoredMessage copy : copies) {
                compare(message, copy, differences);
            }
        }
        byNumber.forEach((number, copies) -> differences.add(new Difference(Kind.FOREIGN, number, copies.toString())));
        return differences;
    }

    private static void compare(SentMessage sent, StoredMessage stored, List<Difference> differences) {
        if (sent.messageId().isPresent() && !sent.messageId().get().equals(stored.messageId())) {
            differences.add(difference(Kind.OTHER_ID, sent, sent.messageId().get(), stored.messageId()));
        }
        if (sent.flag() != stored.flag()) {
            differences.add(difference(Kind.OTHER_FLAG, sent, sent.flag(), stored.flag()));
        }
        if (!sent.body().equals(stored.body())) {
            differences.add(difference(Kind.OTHER_BODY, sent, sent.body(), stored.body()));
        }
        if (!withoutAdded(sent.properties()).equals(withoutAdded(stored.properties()))) {
            differences.add(difference(Kind.OTHER_PROPERTIES, sent, sent.properties(), stored.properties()));
        }
        if (sent.place().isPresent() && !sent.place().get().equals(stored.place())) {
            differences.add(difference(Kind.OTHER_PLACE, sent, sent.place().get(), stored.place()));
        }
    }

    private static Difference difference(Kind kind, SentMessage message, Object sent, Object stored) {
        return new Difference(kind, message.number(), "sent " + sent + ", stored " + stored);
    }

    private static Set<Map.Entry<String, String>> withoutAdded(Map<String, String> properties) {
        Set<Map.Entry<String, String>> own = new LinkedHashSet<>(properties.entrySet());
        own.removeIf(property -> ADDED_PROPERTIES.contains(property.getKey()));
        return own;
    }
}
