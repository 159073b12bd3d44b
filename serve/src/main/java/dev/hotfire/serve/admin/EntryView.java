// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.Outcome;
import dev.hotfire.fake.server.RequestFacts;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A journal's entry in JSON. */
final class EntryView {
    private final WallClock clock;

    EntryView(WallClock clock) {
        this.clock = clock;
    }

    void write(JsonGenerator json, JournalEntry entry, boolean withContent) throws IOException {
        Frame request = entry.request();
        RequestFacts facts = entry.facts();
        json.writeStartObject();
        json.writeNumberField("sequence", entry.sequence());
        json.writeStringField("at", clock.at(entry.receivedNanos()));
        json.writeStringField("server", entry.server());
        json.writeNumberField("connection", entry.connectionId());
        json.writeStringField("peer", entry.peer().toString());
        if (entry.clientId() != null) {
            json.writeStringField("clientId", entry.clientId());
        }
        json.writeNumberField("code", entry.code());
        json.writeStringField("request", request.codeName());
        json.writeNumberField("opaque", request.opaque());
        if (facts.topic() != null) {
            json.writeStringField("topic", facts.topic());
        }
        if (facts.queueId() != null) {
            json.writeNumberField("queue", facts.queueId());
        }
        if (facts.producerGroup() != null) {
            json.writeStringField("group", facts.producerGroup());
        }
        json.writeNumberField("bodyBytes", request.body().length);
        if (entry.rule() != null) {
            json.writeStringField("rule", entry.rule());
        }
        json.writeBooleanField("handled", entry.handled());
        json.writeStringField("outcome", Counters.outcomeName(entry.outcome()));
        writeEnd(json, entry);
        if (withContent) {
            writeContent(json, request);
        }
        json.writeEndObject();
    }

    private static void writeEnd(JsonGenerator json, JournalEntry entry) throws IOException {
        if (entry.outcome() instanceof Outcome.Answered answered) {
            json.writeNumberField("responseCode", answered.code());
            json.writeStringField("response", ResponseCode.nameOf(answered.code()));
            if (answered.remark() != null) {
                json.writeStringField("remark", answered.remark());
            }
            writeMicros(json, answered.atNanos() - entry.receivedNanos());
        } else if (entry.outcome() instanceof Outcome.Unanswered unanswered) {
            writeMicros(json, unanswered.atNanos() - entry.receivedNanos());
        }
    }

    private static void writeMicros(JsonGenerator json, long nanos) throws IOException {
        json.writeNumberField("tookMicros", TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    private static void writeContent(JsonGenerator json, Frame request) throws IOException {
        json.writeObjectFieldStart("fields");
        for (Map.Entry<String, String> field : new TreeMap<>(request.extFields()).entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
        String text = TopicResource.textOf(request.body());
        if (text != null) {
            json.writeStringField("body", text);
        }
        json.writeBinaryField("bodyBase64", request.body());
    }
}
