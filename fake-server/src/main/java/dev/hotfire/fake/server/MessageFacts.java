// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The messages that a send brings, as far as their properties go. */
record MessageFacts(List<Map<String, String>> properties) {
    /** Reads a request; of one that brings no message, or a batch that can't be read, nothing. */
    static MessageFacts of(Request request) {
        List<Map<String, String>> all = new ArrayList<>();
        if (request.frame().code() == RequestCode.SEND_BATCH_MESSAGE) {
            try {
                BatchBody.decode(request.frame().body()).forEach(element -> all.add(element.properties()));
            } catch (MalformedMessageException e) {
                // Whoever handles it will say so; no rule about messages matches it.
                all.clear();
            }
        } else {
            all.add(MessageProperties.decode(request.facts().properties()));
        }
        return new MessageFacts(all);
    }

    boolean hasTag(String tag) {
        return properties.stream().anyMatch(message -> tag.equals(message.get(PropertyNames.TAGS)));
    }

    /** Whether some message has this among its keys, or as its unique key. */
    boolean hasKey(String key) {
        return properties.stream()
                .anyMatch(message -> key.equals(message.get(PropertyNames.UNIQ_KEY))
                        || List.of(message.getOrDefault(PropertyNames.KEYS, "").split(" "))
                                .contains(key));
    }
}
