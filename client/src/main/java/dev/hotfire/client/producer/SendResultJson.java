// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hotfire.common.message.MessageQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The JSON form of a {@link SendResult}: one object, null values left out, names in alphabetical order. */
final class SendResultJson {
    private static final JsonFactory JSON = new JsonFactory();

    private SendResultJson() {}

    static String write(@Nullable SendResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            if (result == null) {
                out.writeNull();
            } else {
                write(result, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return text.toString();
    }

    private static void write(SendResult result, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (result instanceof TransactionSendResult transactional && transactional.getLocalTransactionState() != null) {
            out.writeStringField(
                    "localTransactionState",
                    transactional.getLocalTransactionState().name());
        }
        MessageQueue queue = result.getMessageQueue();
        if (queue != null) {
            out.writeObjectFieldStart("messageQueue");
            writeText(out, "brokerName", queue.getBrokerName());
            out.writeNumberField("queueId", queue.getQueueId());
            writeText(out, "topic", queue.getTopic());
            out.writeEndObject();
        }
        writeText(out, "msgId", result.getMsgId());
        writeText(out, "offsetMsgId", result.getOffsetMsgId());
        out.writeNumberField("queueOffset", result.getQueueOffset());
        byte[] rawRespBody = result.getRawRespBody();
        if (rawRespBody != null) {
            out.writeArrayFieldStart("rawRespBody");
            for (byte b : rawRespBody) {
                out.writeNumber(b);
            }
            out.writeEndArray();
        }
        writeText(out, "recallHandle", result.getRecallHandle());
        writeText(out, "regionId", result.getRegionId());
        SendStatus status = result.getSendStatus();
        writeText(out, "sendStatus", status == null ? null : status.name());
        out.writeBooleanField("traceOn", result.isTraceOn());
        writeText(out, "transactionId", result.getTransactionId());
        out.writeEndObject();
    }

    private static void writeText(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    static @Nullable SendResult read(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            JsonToken first = in.nextToken();
            SendResult result;
            if (first == JsonToken.VALUE_NULL) {
                result = null;
            } else if (first == JsonToken.START_OBJECT) {
                result = readObject(in);
            } else {
                throw new IllegalArgumentException("json: " + json + " (expected: an object)");
            }
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("json: " + json + " (expected: nothing after the object)");
            }
            return result;
        } catch (IOException e) {
            throw new IllegalArgumentException("json: " + json + " (expected: a JSON object)", e);
        }
    }

    private static SendResult readObject(JsonParser in) throws IOException {
        SendResult result = new SendResult();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "messageQueue" -> result.setMessageQueue(readQueue(in));
                case "msgId" -> result.setMsgId(readText(in));
                case "offsetMsgId" -> result.setOffsetMsgId(readText(in));
                case "queueOffset" -> result.setQueueOffset(in.getLongValue());
                case "rawRespBody" -> result.setRawRespBody(readBytes(in));
                case "recallHandle" -> result.setRecallHandle(readText(in));
                case "regionId" -> result.setRegionId(readText(in));
                case "sendStatus" -> {
                    String status = readText(in);
                    result.setSendStatus(status == null ? null : SendStatus.valueOf(status));
                }
                case "traceOn" -> result.setTraceOn(in.getBooleanValue());
                case "transactionId" -> result.setTransactionId(readText(in));
                default -> in.skipChildren();
            }
        }
        return result;
    }

    private static @Nullable MessageQueue readQueue(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("messageQueue: " + in.getText() + " (expected: an object)");
        }
        MessageQueue queue = new MessageQueue();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "brokerName" -> queue.setBrokerName(readText(in));
                case "queueId" -> queue.setQueueId(in.getIntValue());
                case "topic" -> queue.setTopic(readText(in));
                default -> in.skipChildren();
            }
        }
        return queue;
    }

    private static @Nullable String readText(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText();
    }

    private static byte @Nullable [] readBytes(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("rawRespBody: " + in.getText() + " (expected: an array of numbers)");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            bytes.write(in.getByteValue());
        }
        return bytes.toByteArray();
    }
}
