// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One message that a send brings, as its producer wrote it.
 *
 * @param topic      the topic that it is sent to
 * @param properties by name
 * @param body       decompressed if it came compressed and can be decompressed; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a message is large, and its body is read only
public record SentMessage(String topic, Map<String, String> properties, byte[] body) {
    /** As much as a producer may send before compression, with room to spare. */
    private static final int MAX_PLAIN_BYTES = 64 << 20;

    public SentMessage {
        requireNonNull(topic, "topic");
        properties = Map.copyOf(properties);
        requireNonNull(body, "body");
    }

    /** Reads a request; of one that brings no message, or a batch that can't be read, nothing. */
    static List<SentMessage> of(Frame request, RequestFacts facts) {
        String topic = facts.topic() == null ? "" : facts.topic();
        if (!RequestFacts.isSend(request.code())) {
            return List.of();
        }
        if (!isBatch(request)) {
            return List.of(new SentMessage(topic, MessageProperties.decode(facts.properties()), plain(request)));
        }
        List<SentMessage> all = new ArrayList<>();
        try {
            BatchBody.decode(request.body())
                    .forEach(element -> all.add(new SentMessage(topic, element.properties(), element.body())));
        } catch (MalformedMessageException e) {
            // Whoever handles it will say so; no rule about messages matches it.
            all.clear();
        }
        return all;
    }

    private static boolean isBatch(Frame request) {
        // The code alone says nothing: brokers go by what the header says, and some clients send batches as 310 or 10.
        return Boolean.parseBoolean(request.field(request.code() == RequestCode.SEND_MESSAGE ? "batch" : "m"));
    }

    private static byte[] plain(Frame request) {
        boolean longNames =
                request.code() == RequestCode.SEND_MESSAGE || request.code() == RequestCode.SEND_REPLY_MESSAGE;
        String text = request.field(longNames ? "sysFlag" : "f");
        try {
            int sysFlag = text == null ? 0 : Integer.parseInt(text);
            return SysFlag.isCompressed(sysFlag)
                    ? Compression.ofSysFlag(sysFlag).decompress(request.body(), MAX_PLAIN_BYTES)
                    : request.body();
        } catch (NumberFormatException | CompressionException e) {
            return request.body();
        }
    }

    /** A property, null if there is none of this name. */
    public @Nullable String property(String name) {
        return properties.get(name);
    }

    /** The tag, null if there is none. */
    public @Nullable String tag() {
        return property(PropertyNames.TAGS);
    }

    /** The keys, empty if there are none. */
    public List<String> keys() {
        String keys = property(PropertyNames.KEYS);
        return keys == null || keys.isBlank() ? List.of() : List.of(keys.trim().split(" +"));
    }

    /** The id that its producer gave it, the same in all attempts; null if it has none. */
    public @Nullable String uniqueKey() {
        return property(PropertyNames.UNIQ_KEY);
    }

    /** Whether this is among its keys, or its unique key. */
    public boolean hasKey(String key) {
        return key.equals(uniqueKey()) || keys().contains(key);
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SentMessage message
                && topic.equals(message.topic)
                && properties.equals(message.properties)
                && Arrays.equals(body, message.body);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + properties.hashCode()) + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return topic + " " + new TreeMap<>(properties) + ", " + body.length + " bytes";
    }
}
