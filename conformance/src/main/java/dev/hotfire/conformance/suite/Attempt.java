// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One send request that a broker read. Immutable. */
public record Attempt(JournalEntry entry) {
    /** The broker's server, by its name. */
    public String server() {
        return entry.server();
    }

    /** The topic that it names. */
    public @Nullable String topic() {
        return entry.facts().topic();
    }

    /** The queue that it names; -1 for none. */
    public int queueId() {
        Integer queue = entry.facts().queueId();
        return queue == null ? -1 : queue;
    }

    /** The broker that the client thinks it is talking to. */
    public @Nullable String brokerName() {
        return entry.facts().brokerName();
    }

    public byte[] body() {
        return entry.request().body();
    }

    public String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The message's properties; of a batch its own. */
    public Map<String, String> properties() {
        return MessageProperties.decode(entry.facts().properties());
    }

    /** The client's id of the message; empty for none. */
    public String uniqueKey() {
        return properties().getOrDefault(PropertyNames.UNIQ_KEY, "");
    }

    /** Whether its header says so, which is what brokers go by, whatever the code. */
    public boolean isBatch() {
        return Boolean.parseBoolean(field("m", "batch"));
    }

    /** The messages of a batch; empty for one that can't be read. */
    public List<BatchBody.Element> elements() {
        try {
            return BatchBody.decode(body());
        } catch (MalformedMessageException e) {
            return List.of();
        }
    }

    /** A header field: the short name of version 2, or the long one of version 1. */
    public @Nullable String field(String shortName, String longName) {
        return entry.request().field(entry.code() == RequestCode.SEND_MESSAGE ? longName : shortName);
    }

    /** The flags (W-15); 0 if there are none. */
    public int sysFlag() {
        String text = field("f", "sysFlag");
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return entry.server() + " queue " + queueId()
                + (entry.responseCode() == null ? "" : " -> " + entry.responseCode());
    }
}
