// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.trace;

import dev.hotfire.producer.Message;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.trace.TraceRecord;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Packs trace records into messages for the trace topic (W-17). Each message is about one topic, and is findable by the ids
 * and the user's keys of its records.
 *
 * <p>A message is full <em>before</em> the record that would make it too large, and no record is ever divided (hazard of
 * B-TRACE-06); a record that is too large alone has no message.
 */
final class TraceMessages {
    /** The largest body, as the official client's. */
    static final int MAX_BODY_BYTES = 128_000;

    /** What the properties may take, with room for those that the producer adds (W-12). */
    static final int MAX_KEYS_BYTES = 30_000;

    private final List<Message> messages = new ArrayList<>();
    private final String traceTopic;
    private final StringBuilder body = new StringBuilder(512);
    private final Set<String> keys = new LinkedHashSet<>();
    private int bodyBytes;
    private int keysBytes;
    private int tooLarge;

    private TraceMessages(String traceTopic) {
        this.traceTopic = traceTopic;
    }

    /** Packs records, grouped by their topics, else in their order. */
    static TraceMessages of(String traceTopic, List<TraceRecord> records) {
        Map<String, List<TraceRecord>> byTopic = new LinkedHashMap<>();
        Function<String, List<TraceRecord>> newList = topic -> new ArrayList<>();
        for (TraceRecord traced : records) {
            byTopic.computeIfAbsent(String.valueOf(topicOf(traced)), newList).add(traced);
        }
        TraceMessages packed = new TraceMessages(traceTopic);
        byTopic.values().forEach(sameTopic -> {
            sameTopic.forEach(packed::add);
            packed.finish();
        });
        return packed;
    }

    private static @Nullable String topicOf(TraceRecord traced) {
        if (traced instanceof TraceRecord.Publish publish) {
            return publish.topic();
        }
        if (traced instanceof TraceRecord.EndTransaction end) {
            return end.topic();
        }
        return traced instanceof TraceRecord.Recall recall ? recall.topic() : null;
    }

    /** The messages. */
    List<Message> messages() {
        return messages;
    }

    /** How many records were too large for any message. */
    int tooLarge() {
        return tooLarge;
    }

    private void add(TraceRecord traced) {
        StringBuilder text = new StringBuilder(256);
        traced.writeTo(text);
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (bytes > MAX_BODY_BYTES) {
            tooLarge++;
            return;
        }
        Set<String> keysOfRecord = keysOf(traced);
        int moreKeysBytes = 0;
        for (String key : keysOfRecord) {
            moreKeysBytes += keys.contains(key) ? 0 : ByteBufUtil.utf8Bytes(key) + 1;
        }
        if (bodyBytes + bytes > MAX_BODY_BYTES || keysBytes + moreKeysBytes > MAX_KEYS_BYTES) {
            finish();
        }
        body.append(text);
        bodyBytes += bytes;
        for (String key : keysOfRecord) {
            int keyBytes = ByteBufUtil.utf8Bytes(key) + 1;
            // The ids come first; a record that has more keys than fit is findable by those that do.
            if (keysBytes + keyBytes <= MAX_KEYS_BYTES && keys.add(key)) {
                keysBytes += keyBytes;
            }
        }
    }

    /**
     * A batch's record has many ids, each of which is to be found (B-TRACE-12). What no message has room for is none of them.
     */
    private static Set<String> keysOf(TraceRecord traced) {
        Set<String> keys = new LinkedHashSet<>();
        for (String key : traced.keys()) {
            for (String part : traced instanceof TraceRecord.Publish ? key.split(",", -1) : new String[] {key}) {
                if (!part.isBlank() && ByteBufUtil.utf8Bytes(part) < MAX_KEYS_BYTES) {
                    keys.add(part);
                }
            }
        }
        return keys;
    }

    private void finish() {
        if (bodyBytes > 0) {
            Message.Builder message =
                    Message.builder(traceTopic).body(body.toString().getBytes(StandardCharsets.UTF_8));
            if (!keys.isEmpty()) {
                message.system(PropertyNames.KEYS, String.join(" ", keys));
            }
            messages.add(message.build());
        }
        body.setLength(0);
        bodyBytes = 0;
        keys.clear();
        keysBytes = 0;
    }
}
