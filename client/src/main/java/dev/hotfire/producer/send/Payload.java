// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Replies;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.TopicNames;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyList;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.send.FrameRoom;
import dev.hotfire.wire.send.SendFrameWriter;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a send carries, checked and ready to be written: everything that stays the same for all of its attempts.
 *
 * @param topic       where it goes
 * @param requestCode 310 for one message, 320 for a batch, 325 for a reply
 * @param messageId   what the result will name: UNIQ_KEY, for a batch those of its elements separated by commas
 * @param properties  in the order of writing
 * @param body        compressed if that pays
 */
record Payload(
        String topic,
        int requestCode,
        String messageId,
        Map<String, String> properties,
        Bytes body,
        int sysFlag,
        int flag) {
    private static final Logger LOG = LoggerFactory.getLogger(Payload.class);

    /** WAIT and UNIQ_KEY. */
    private static final int DEFAULTED_PROPERTIES = 2;

    private static final byte NAME_VALUE_SEPARATOR = 1;
    private static final byte PROPERTY_SEPARATOR = 2;

    /** An array that records may hold. */
    static final class Bytes {
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }

        int length() {
            return array.length;
        }

        /** Copies all to {@code at}; returns where they end. */
        int copyTo(byte[] out, int at) {
            System.arraycopy(array, 0, out, at, array.length);
            return at + array.length;
        }

        void writeTo(ByteBuf out) {
            out.writeBytes(array);
        }
    }

    /** The same with a copy of the body, for whoever will read it after the caller's call has returned. */
    Payload detached() {
        return new Payload(topic, requestCode, messageId, properties, new Bytes(body.array.clone()), sysFlag, flag);
    }

    /** The same with other properties, which must fit. */
    Payload withProperties(Map<String, String> newProperties) {
        return new Payload(topic, requestCode, messageId, newProperties, body, sysFlag, flag);
    }

    /** As hooks see it. */
    SentMessage asSent() {
        return new SentMessage(
                topic, messageId, flag, sysFlag, isBatch(), Collections.unmodifiableMap(properties), body.array);
    }

    boolean isBatch() {
        return requestCode == RequestCode.SEND_BATCH_MESSAGE;
    }

    boolean isHalf() {
        return SysFlag.transaction(sysFlag) == SysFlag.TRANSACTION_PREPARED;
    }

    /**
     * A request that is to be replied to (W-16.2); what it says about replies overrules the message (B-REQREPLY-01).
     *
     * @param clientId where the reply is to go
     * @throws IllegalArgumentException if it is too large
     */
    static Payload ofRequest(
            Message message,
            String correlationId,
            String clientId,
            Duration timeout,
            ProducerConfig config,
            UniqueIds ids,
            BodyCompressor compressor) {
        requireValid("message", message, config);
        PropertyList properties = withDefaults(message, ids);
        properties.put(PropertyNames.CORRELATION_ID, correlationId);
        properties.put(PropertyNames.REPLY_TO_CLIENT, clientId);
        properties.put(PropertyNames.TTL, Long.toString(Math.max(1, timeout.toMillis())));
        return of(message, properties, 0, config, compressor);
    }

    /**
     * A half message (W-16.1).
     *
     * @throws IllegalArgumentException if it is too large, or to be delivered later (B-TXN-02)
     */
    static Payload ofHalf(Message message, ProducerConfig config, UniqueIds ids, BodyCompressor compressor) {
        requireValid("message", message, config);
        requireNoDelay("message", message, "a transaction");
        PropertyList properties = withDefaults(message, ids);
        properties.put(PropertyNames.TRAN_MSG, "true");
        properties.put(PropertyNames.PRODUCER_GROUP, config.namespace().wrap(config.producerGroup()));
        return of(message, properties, SysFlag.TRANSACTION_PREPARED, config, compressor);
    }

    /**
     * One message.
     *
     * @throws IllegalArgumentException if it is too large
     */
    static Payload of(Message message, ProducerConfig config, UniqueIds ids, BodyCompressor compressor) {
        requireValid("message", message, config);
        return of(message, withDefaults(message, ids), 0, config, compressor);
    }

    private static Payload of(
            Message message,
            PropertyList properties,
            int kindOfTransaction,
            ProducerConfig config,
            BodyCompressor compressor) {
        byte[] body = message.body();
        addInstanceId(properties, config);
        requirePropertiesFit("message", properties);
        requireReconsumption(message);
        int sysFlag = kindOfTransaction;
        if (body.length >= config.compressOverBytes()) {
            Compression kind = config.compression();
            byte[] compressed = compressed(body, plain -> compressor.compress(kind, plain, config.compressLevel()));
            // What does not shrink is sent as it is (B-COMPRESS-04's hazard).
            if (compressed.length < body.length) {
                body = compressed;
                sysFlag |= SysFlag.COMPRESSED | kind.sysFlagBits();
            }
        }
        return new Payload(
                config.namespace().unwrap(message.topic()),
                Replies.isReply(message) ? RequestCode.SEND_REPLY_MESSAGE_V2 : RequestCode.SEND_MESSAGE_V2,
                requireNonNull(properties.get(PropertyNames.UNIQ_KEY)),
                properties,
                new Bytes(body),
                sysFlag,
                message.flag());
    }

    /**
     * Messages that travel together.
     *
     * @throws IllegalArgumentException if they can't (B-BATCH-01)
     */
    static Payload ofBatch(List<Message> messages, ProducerConfig config, UniqueIds ids) {
        if (requireGiven("messages", messages).isEmpty()) {
            throw new IllegalArgumentException("messages: [] (expected: at least one)");
        }
        Message first = requireGiven("messages[0]", messages.get(0));
        List<PropertyList> elements = new ArrayList<>(messages.size());
        long bytes = 0;
        StringBuilder messageIds = new StringBuilder(messages.size() * (ids.idLength() + 1));
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String name = "messages[" + i + "]";
            requireValid(name, message, config);
            requireSameBatch(name, message, first, config);
            PropertyList properties = withDefaults(message, ids);
            long propertyBytes = properties.bytes();
            requirePropertiesFit(name, propertyBytes);
            elements.add(properties);
            bytes += BatchBody.elementBytes(message.body().length, (int) propertyBytes);
            messageIds.append(i == 0 ? "" : ",").append(properties.get(PropertyNames.UNIQ_KEY));
        }
        requireFits("batch", "", bytes, config);
        byte[] body = new byte[(int) bytes];
        int at = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            at = BatchBody.write(message.flag(), message.body(), elements.get(i), body, at);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.WAIT, waitOf(first));
        properties.put(PropertyNames.UNIQ_KEY, ids.next());
        addInstanceId(properties, config);
        return new Payload(
                config.namespace().unwrap(first.topic()),
                RequestCode.SEND_BATCH_MESSAGE,
                messageIds.toString(),
                properties,
                new Bytes(body),
                0,
                0);
    }

    /**
     * One message as it travels in a batch: checked, with its id, and independent of the caller's arrays.
     *
     * @param messageId   its UNIQ_KEY
     * @param encoded     what it takes in the batch (W-14)
     * @param bodyBytes   how much of that is the body
     * @param waitStoreOk the property WAIT
     * @param keys        the property KEYS, or null without one
     */
    record Element(
            String messageId,
            Bytes encoded,
            int bodyBytes,
            String waitStoreOk,
            @Nullable String keys) {}

    /**
     * One message of a batch that is yet to be gathered.
     *
     * @param name what an error calls it
     * @throws IllegalArgumentException if it can't be sent
     */
    static Element element(String name, Message message, ProducerConfig config, UniqueIds ids) {
        requireValid(name, message, config);
        PropertyList properties = withDefaults(message, ids);
        long propertyBytes = properties.bytes();
        requirePropertiesFit(name, propertyBytes);
        byte[] encoded = new byte[BatchBody.elementBytes(message.body().length, (int) propertyBytes)];
        BatchBody.write(message.flag(), message.body(), properties, encoded, 0);
        return new Element(
                requireNonNull(properties.get(PropertyNames.UNIQ_KEY)),
                new Bytes(encoded),
                message.body().length,
                waitOf(message),
                properties.get(PropertyNames.KEYS));
    }

    /**
     * Gathered messages. The batch itself has the keys of all and their tags (W-14), as long as they fit.
     *
     * @param topic    as its user knows it
     * @param elements at least one; they share topic, WAIT and tags
     * @param tags     their tags, or null without any
     */
    static Payload ofElements(
            String topic, List<Element> elements, @Nullable String tags, ProducerConfig config, UniqueIds ids) {
        int bytes = 0;
        StringBuilder messageIds = new StringBuilder();
        Set<String> keys = new LinkedHashSet<>();
        for (Element element : elements) {
            bytes += element.encoded.length();
            messageIds.append(messageIds.isEmpty() ? "" : ",").append(element.messageId);
            if (element.keys != null) {
                keys.addAll(Arrays.asList(element.keys.split(" ", -1)));
            }
        }
        byte[] body = new byte[bytes];
        int at = 0;
        for (Element element : elements) {
            at = element.encoded.copyTo(body, at);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.WAIT, elements.get(0).waitStoreOk);
        properties.put(PropertyNames.UNIQ_KEY, ids.next());
        addInstanceId(properties, config);
        if (tags != null) {
            properties.put(PropertyNames.TAGS, tags);
        }
        if (!keys.isEmpty()) {
            properties.put(PropertyNames.KEYS, String.join(" ", keys));
            if (MessageProperties.bytes(properties) > MessageProperties.MAX_BYTES) {
                // Each message has its own keys anyway.
                properties.remove(PropertyNames.KEYS);
            }
        }
        return new Payload(
                topic, RequestCode.SEND_BATCH_MESSAGE, messageIds.toString(), properties, new Bytes(body), 0, 0);
    }

    /** Appends the properties string (W-12). */
    void writeProperties(FrameRoom out) {
        if (properties instanceof PropertyList list) {
            // As nearly all are: without an iterator and its entries.
            for (int i = 0; i < list.size(); i++) {
                writeProperty(out, list.nameAt(i), list.valueAt(i));
            }
        } else {
            properties.forEach((name, value) -> writeProperty(out, name, value));
        }
    }

    private static void writeProperty(FrameRoom out, String name, String value) {
        out.putText(name);
        out.putByte(NAME_VALUE_SEPARATOR);
        out.putText(value);
        out.putByte(PROPERTY_SEPARATOR);
    }

    private static PropertyList withDefaults(Message message, UniqueIds ids) {
        PropertyList properties = new PropertyList(message.properties(), DEFAULTED_PROPERTIES);
        properties.putIfAbsent(PropertyNames.WAIT, "true");
        if (!properties.containsKey(PropertyNames.UNIQ_KEY)) {
            properties.put(PropertyNames.UNIQ_KEY, ids.next());
        }
        return properties;
    }

    /**
     * What must be right about every message. The rest of what B-VALID-01 asks for was checked when the message was made,
     * in the same order: its topic, then its body.
     */
    private static void requireValid(String name, Message message, ProducerConfig config) {
        requireGiven(name, message);
        // The prefix counts for a name's length (B-VALID-02).
        TopicNames.requireValid(config.namespace().wrap(message.topic()));
        requireFits(name, ".body", message.body().length, config);
        String queues = message.property(PropertyNames.INNER_MULTI_DISPATCH);
        // Brokers make file names of these queues. They may run on another platform than this, so both are refused.
        if (queues != null && (queues.indexOf('/') >= 0 || queues.indexOf('\\') >= 0)) {
            throw new IllegalArgumentException(name + "." + PropertyNames.INNER_MULTI_DISPATCH + ": '" + queues
                    + "' (expected: no / or \\, which separate the names of files)");
        }
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    static <T> T requireGiven(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": null (expected: one)");
        }
        return value;
    }

    private static void addInstanceId(Map<String, String> properties, ProducerConfig config) {
        if (config.namespace().kind() == Namespace.Kind.PREFIX) {
            properties.put(PropertyNames.INSTANCE_ID, config.namespace().name());
        }
    }

    private static void requireFits(String name, String part, long bytes, ProducerConfig config) {
        if (bytes > config.maxMessageBytes()) {
            throw new IllegalArgumentException(name + part + ": " + bytes
                    + " bytes (expected: at most maxMessageBytes, " + config.maxMessageBytes() + ")");
        }
    }

    private static void requirePropertiesFit(String name, PropertyList properties) {
        if (properties.mostBytes() > MessageProperties.MAX_BYTES) {
            requirePropertiesFit(name, properties.bytes());
        }
    }

    private static void requirePropertiesFit(String name, long bytes) {
        if (bytes > MessageProperties.MAX_BYTES) {
            throw new IllegalArgumentException(
                    name + ".properties: " + bytes + " bytes (expected: at most " + MessageProperties.MAX_BYTES + ")");
        }
    }

    private static void requireSameBatch(String name, Message message, Message first, ProducerConfig config) {
        Namespace namespace = config.namespace();
        if (!namespace.unwrap(message.topic()).equals(namespace.unwrap(first.topic()))) {
            throw new IllegalArgumentException(name + ".topic: '" + message.topic() + "' (expected: '" + first.topic()
                    + "' as in all of the batch)");
        }
        if (!waitOf(message).equals(waitOf(first))) {
            throw new IllegalArgumentException(name + "." + PropertyNames.WAIT + ": '" + waitOf(message)
                    + "' (expected: '" + waitOf(first) + "' as in all of the batch)");
        }
        requireNoDelay(name, message, "a batch");
        if (message.topic().startsWith(RETRY_TOPIC_PREFIX)) {
            throw new IllegalArgumentException(
                    name + ".topic: '" + message.topic() + "' (expected: no retry topic in a batch)");
        }
    }

    private static void requireNoDelay(String name, Message message, String where) {
        String delay = message.delayProperty();
        if (delay != null) {
            throw new IllegalArgumentException(
                    name + "." + delay + ": '" + message.property(delay) + "' (expected: no delay in " + where + ")");
        }
    }

    private static final String RETRY_TOPIC_PREFIX = SystemTopics.RETRY_PREFIX;

    private static void requireReconsumption(Message message) {
        if (message.topic().startsWith(RETRY_TOPIC_PREFIX)) {
            requireCount(message, PropertyNames.RECONSUME_TIME);
            requireCount(message, PropertyNames.MAX_RECONSUME_TIMES);
        }
    }

    private static void requireCount(Message message, String property) {
        String value = message.property(property);
        try {
            if (value != null && Integer.parseInt(value) < 0) {
                throw new NumberFormatException(value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "message." + property + ": '" + value + "' (expected: a number, 0 or more)", e);
        }
    }

    /**
     * Appends the header fields that say how often this message was consumed in vain, if its topic is one for such
     * messages. From the properties, which stay as they are: each attempt tells the same (hazard of B-SEND-06).
     */
    void writeReconsumption(FrameRoom out) {
        if (topic.startsWith(RETRY_TOPIC_PREFIX)) {
            SendFrameWriter.writeField(out, "j", properties.getOrDefault(PropertyNames.RECONSUME_TIME, "0"));
            String max = properties.get(PropertyNames.MAX_RECONSUME_TIMES);
            if (max != null) {
                SendFrameWriter.writeField(out, "l", max);
            }
        }
    }

    private static String waitOf(Message message) {
        String wait = message.property(PropertyNames.WAIT);
        return wait == null ? "true" : wait;
    }

    /** The compressed body, or the body itself if it can't be compressed (B-COMPRESS-05). */
    static byte[] compressed(byte[] body, UnaryOperator<byte[]> compressor) {
        try {
            return compressor.apply(body);
        } catch (CompressionException e) {
            LOG.warn("a body of {} bytes is sent uncompressed", body.length, e);
            return body;
        }
    }
}
