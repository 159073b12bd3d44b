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
import dev.hotfire.wire.message.CompressedBody;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a send carries, checked and ready to be written: everything that stays the same for all of its attempts.
 *
 * @param topic       where it goes
 * @param requestCode 310 for one message, 320 for a batch, 325 for a reply
 * @param messageId   what the result will name: UNIQ_KEY, for a batch those of its elements separated by commas
 * @param given       its properties in the order of writing; null if it has those only that every message gets
 * @param body        compressed if that pays
 */
record Payload(
        String topic,
        int requestCode,
        String messageId,
        @Nullable Map<String, String> given,
        Body body,
        int sysFlag,
        int flag) {
    private static final Logger LOG = LoggerFactory.getLogger(Payload.class);

    /** WAIT and UNIQ_KEY. */
    private static final int DEFAULTED_PROPERTIES = 2;

    /** The index of a message that is in no batch. */
    private static final int ALONE = -1;

    private static final byte NAME_VALUE_SEPARATOR = 1;
    private static final byte PROPERTY_SEPARATOR = 2;

    /** The properties string of a message that has none of its own, up to its id; a separator follows that. */
    private static final byte[] BEFORE_ID = "WAIT\u0001true\u0002UNIQ_KEY\u0001".getBytes(StandardCharsets.US_ASCII);

    /** What stands behind the header. */
    interface Body {
        int length();

        void writeTo(ByteBuf out);

        /** The bytes, for those who look at them: not a copy if they are there. */
        byte[] bytes();

        /** The same with bytes that stay when this is released. */
        default Body lasting() {
            return new Bytes(bytes());
        }

        /** The same for whoever reads it when the caller's call has returned. */
        default Body detached() {
            return lasting();
        }

        /** The frame was made, and nobody reads it any more; its length may still be asked for. */
        default void release() {}
    }

    /** An array. */
    static final class Bytes implements Body {
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }

        @Override
        public int length() {
            return array.length;
        }

        @Override
        public void writeTo(ByteBuf out) {
            out.writeBytes(array);
        }

        @Override
        public byte[] bytes() {
            return array;
        }

        @Override
        public Body lasting() {
            return this;
        }

        @Override
        public Body detached() {
            return new Bytes(array.clone());
        }
    }

    /** What was compressed, until it is released. */
    private record Compressed(CompressedBody compressed) implements Body {
        @Override
        public int length() {
            return compressed.length();
        }

        @Override
        public void writeTo(ByteBuf out) {
            compressed.writeTo(out);
        }

        @Override
        public byte[] bytes() {
            return compressed.toArray();
        }

        @Override
        public void release() {
            compressed.giveBack();
        }
    }

    /** The messages of a batch (W-14), put together where they go: in the frame. */
    private static final class Batch implements Body {
        private final Message[] messages;

        /** Of each message; null if none has any of its own. */
        private final PropertyList @Nullable [] properties;

        private final String messageIds;
        private final int idLength;
        private final int length;

        Batch(Message[] messages, PropertyList @Nullable [] properties, String messageIds, int idLength, int length) {
            this.messages = messages;
            this.properties = properties;
            this.messageIds = messageIds;
            this.idLength = idLength;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void writeTo(ByteBuf out) {
            out.ensureWritable(length);
            ByteBuffer room = out.nioBuffer(out.writerIndex(), length);
            write(room);
            out.writerIndex(out.writerIndex() + length);
        }

        @Override
        public byte[] bytes() {
            byte[] all = new byte[length];
            write(ByteBuffer.wrap(all));
            return all;
        }

        private void write(ByteBuffer out) {
            if (properties != null) {
                for (int i = 0; i < messages.length; i++) {
                    BatchBody.write(messages[i].flag(), messages[i].body(), properties[i], out);
                }
                return;
            }
            for (int i = 0; i < messages.length; i++) {
                int idAt = i * (idLength + 1);
                writePlain(messages[i], messageIds, idAt, idAt + idLength, out);
            }
        }
    }

    /** Gathered messages, one after the other. */
    private record Gathered(List<Element> elements, int length) implements Body {
        @Override
        public void writeTo(ByteBuf out) {
            for (Element element : elements) {
                out.writeBytes(element.encoded);
            }
        }

        @Override
        public byte[] bytes() {
            ByteBuffer all = ByteBuffer.allocate(length);
            for (Element element : elements) {
                all.put(element.encoded);
            }
            return all.array();
        }
    }

    /** Writes one message of a batch that has no properties of its own. Its id is a part of {@code ids}. */
    private static void writePlain(Message message, String ids, int idAt, int idEnd, ByteBuffer out) {
        BatchBody.write(message.flag(), message.body(), plainBytes(idEnd - idAt), out);
        out.put(BEFORE_ID);
        for (int i = idAt; i < idEnd; i++) {
            out.put((byte) ids.charAt(i));
        }
        out.put(PROPERTY_SEPARATOR);
    }

    /** How many bytes the properties string has of a message that has no properties of its own. */
    private static int plainBytes(int idLength) {
        return BEFORE_ID.length + idLength + 1;
    }

    /** The same with a copy of the body, for whoever will read it after the caller's call has returned. */
    Payload detached() {
        return new Payload(topic, requestCode, messageId, given, body.detached(), sysFlag, flag);
    }

    /** The same with a body that may be looked at for as long as the send lasts. */
    Payload lasting() {
        return new Payload(topic, requestCode, messageId, given, body.lasting(), sysFlag, flag);
    }

    /** The same with other properties, which must fit. */
    Payload withProperties(Map<String, String> newProperties) {
        return new Payload(topic, requestCode, messageId, newProperties, body, sysFlag, flag);
    }

    /** All its properties in the order of writing. */
    private Map<String, String> properties() {
        if (given != null) {
            return given;
        }
        PropertyList defaults = new PropertyList(Map.of(), DEFAULTED_PROPERTIES);
        defaults.put(PropertyNames.WAIT, "true");
        defaults.put(PropertyNames.UNIQ_KEY, messageId);
        return defaults;
    }

    /** As hooks see it. */
    SentMessage asSent() {
        return new SentMessage(
                topic, messageId, flag, sysFlag, isBatch(), Collections.unmodifiableMap(properties()), body.bytes());
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
        requireValid(ALONE, message, config);
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
        requireValid(ALONE, message, config);
        requireNoDelay(ALONE, message, "a transaction");
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
        requireValid(ALONE, message, config);
        if (isPlain(message, config)) {
            return of(message, null, ids.next(), 0, config, compressor);
        }
        return of(message, withDefaults(message, ids), 0, config, compressor);
    }

    /** Whether all its properties are those that every message gets. */
    private static boolean isPlain(Message message, ProducerConfig config) {
        return message.properties().isEmpty() && config.namespace().kind() != Namespace.Kind.PREFIX;
    }

    private static Payload of(
            Message message,
            PropertyList properties,
            int kindOfTransaction,
            ProducerConfig config,
            BodyCompressor compressor) {
        addInstanceId(properties, config);
        requirePropertiesFit(ALONE, properties);
        requireReconsumption(message);
        String messageId = requireNonNull(properties.get(PropertyNames.UNIQ_KEY));
        return of(message, properties, messageId, kindOfTransaction, config, compressor);
    }

    private static Payload of(
            Message message,
            @Nullable PropertyList properties,
            String messageId,
            int kindOfTransaction,
            ProducerConfig config,
            BodyCompressor compressor) {
        byte[] plain = message.body();
        int sysFlag = kindOfTransaction;
        Body body = null;
        if (plain.length >= config.compressOverBytes()) {
            Compression kind = config.compression();
            CompressedBody compressed =
                    compressed(plain, bytes -> compressor.compress(kind, bytes, config.compressLevel()));
            if (compressed != null) {
                body = new Compressed(compressed);
                sysFlag |= SysFlag.COMPRESSED | kind.sysFlagBits();
            }
        }
        return new Payload(
                config.namespace().unwrap(message.topic()),
                Replies.isReply(message) ? RequestCode.SEND_REPLY_MESSAGE_V2 : RequestCode.SEND_MESSAGE_V2,
                messageId,
                properties,
                body == null ? new Bytes(plain) : body,
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
        Message[] all = messages.toArray(new Message[0]);
        Message first = requireGiven(0, all[0]);
        long bodyBytes = 0;
        boolean plain = true;
        for (int i = 0; i < all.length; i++) {
            requireValid(i, all[i], config);
            requireSameBatch(i, all[i], first, config);
            bodyBytes += all[i].body().length;
            plain &= all[i].properties().isEmpty();
        }
        PropertyList[] properties = plain ? null : new PropertyList[all.length];
        String messageIds;
        long propertyBytes;
        if (properties == null) {
            messageIds = ids.joined(all.length);
            propertyBytes = (long) all.length * plainBytes(ids.idLength());
        } else {
            StringBuilder joined = new StringBuilder(all.length * (ids.idLength() + 1));
            propertyBytes = 0;
            for (int i = 0; i < all.length; i++) {
                properties[i] = withDefaults(all[i], ids);
                long ofThis = properties[i].bytes();
                requirePropertiesFit(i, ofThis);
                propertyBytes += ofThis;
                joined.append(i == 0 ? "" : ",").append(properties[i].get(PropertyNames.UNIQ_KEY));
            }
            messageIds = joined.toString();
        }
        long bytes = (long) all.length * BatchBody.FIXED_BYTES + bodyBytes + propertyBytes;
        requireFits("batch", bytes, config);
        Map<String, String> ofAll = new LinkedHashMap<>();
        ofAll.put(PropertyNames.WAIT, waitOf(first));
        ofAll.put(PropertyNames.UNIQ_KEY, ids.next());
        addInstanceId(ofAll, config);
        return new Payload(
                config.namespace().unwrap(first.topic()),
                RequestCode.SEND_BATCH_MESSAGE,
                messageIds,
                ofAll,
                new Batch(all, properties, messageIds, ids.idLength(), (int) bytes),
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
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Element(
            String messageId,
            byte[] encoded,
            int bodyBytes,
            String waitStoreOk,
            @Nullable String keys) {}

    /**
     * One message of a batch that is yet to be gathered.
     *
     * @throws IllegalArgumentException if it can't be sent
     */
    static Element element(Message message, ProducerConfig config, UniqueIds ids) {
        requireValid(ALONE, message, config);
        byte[] body = message.body();
        if (message.properties().isEmpty()) {
            String messageId = ids.next();
            ByteBuffer encoded =
                    ByteBuffer.allocate(BatchBody.elementBytes(body.length, plainBytes(messageId.length())));
            writePlain(message, messageId, 0, messageId.length(), encoded);
            return new Element(messageId, encoded.array(), body.length, "true", null);
        }
        PropertyList properties = withDefaults(message, ids);
        long propertyBytes = properties.bytes();
        requirePropertiesFit(ALONE, propertyBytes);
        byte[] encoded = new byte[BatchBody.elementBytes(body.length, (int) propertyBytes)];
        BatchBody.write(message.flag(), body, properties, ByteBuffer.wrap(encoded));
        return new Element(
                requireNonNull(properties.get(PropertyNames.UNIQ_KEY)),
                encoded,
                body.length,
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
        String[] messageIds = new String[elements.size()];
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < messageIds.length; i++) {
            Element element = elements.get(i);
            bytes += element.encoded.length;
            messageIds[i] = element.messageId;
            if (element.keys != null) {
                keys.addAll(Arrays.asList(element.keys.split(" ", -1)));
            }
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
                topic,
                RequestCode.SEND_BATCH_MESSAGE,
                String.join(",", messageIds),
                properties,
                new Gathered(elements, bytes),
                0,
                0);
    }

    /** Appends the properties string (W-12). */
    void writeProperties(FrameRoom out) {
        if (given == null) {
            out.putBytes(BEFORE_ID);
            out.putText(messageId);
            out.putByte(PROPERTY_SEPARATOR);
        } else if (given instanceof PropertyList list) {
            // As nearly all are: without an iterator and its entries.
            for (int i = 0; i < list.size(); i++) {
                writeProperty(out, list.nameAt(i), list.valueAt(i));
            }
        } else {
            given.forEach((name, value) -> writeProperty(out, name, value));
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
    private static void requireValid(int index, Message message, ProducerConfig config) {
        requireGiven(index, message);
        if (config.namespace().kind() == Namespace.Kind.PREFIX) {
            // The prefix counts for a name's length (B-VALID-02).
            TopicNames.requireValid(config.namespace().wrap(message.topic()));
        }
        if (message.body().length > config.maxMessageBytes()) {
            requireFits(nameOf(index) + ".body", message.body().length, config);
        }
        String queues = message.property(PropertyNames.INNER_MULTI_DISPATCH);
        // Brokers make file names of these queues. They may run on another platform than this, so both are refused.
        if (queues != null && (queues.indexOf('/') >= 0 || queues.indexOf('\\') >= 0)) {
            throw new IllegalArgumentException(nameOf(index) + "." + PropertyNames.INNER_MULTI_DISPATCH + ": '" + queues
                    + "' (expected: no / or \\, which separate the names of files)");
        }
    }

    /** What errors call a message: its place in a batch, or {@link #ALONE}. */
    private static String nameOf(int index) {
        return index == ALONE ? "message" : "messages[" + index + "]";
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    private static Message requireGiven(int index, Message message) {
        return message != null ? message : requireGiven(nameOf(index), message);
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

    private static void requireFits(String name, long bytes, ProducerConfig config) {
        if (bytes > config.maxMessageBytes()) {
            throw new IllegalArgumentException(name + ": " + bytes + " bytes (expected: at most maxMessageBytes, "
                    + config.maxMessageBytes() + ")");
        }
    }

    private static void requirePropertiesFit(int index, PropertyList properties) {
        if (properties.mostBytes() > MessageProperties.MAX_BYTES) {
            requirePropertiesFit(index, properties.bytes());
        }
    }

    private static void requirePropertiesFit(int index, long bytes) {
        if (bytes > MessageProperties.MAX_BYTES) {
            throw new IllegalArgumentException(nameOf(index) + ".properties: " + bytes + " bytes (expected: at most "
                    + MessageProperties.MAX_BYTES + ")");
        }
    }

    private static void requireSameBatch(int index, Message message, Message first, ProducerConfig config) {
        Namespace namespace = config.namespace();
        if (!namespace.unwrap(message.topic()).equals(namespace.unwrap(first.topic()))) {
            throw new IllegalArgumentException(nameOf(index) + ".topic: '" + message.topic() + "' (expected: '"
                    + first.topic() + "' as in all of the batch)");
        }
        if (!waitOf(message).equals(waitOf(first))) {
            throw new IllegalArgumentException(nameOf(index) + "." + PropertyNames.WAIT + ": '" + waitOf(message)
                    + "' (expected: '" + waitOf(first) + "' as in all of the batch)");
        }
        requireNoDelay(index, message, "a batch");
        if (message.topic().startsWith(RETRY_TOPIC_PREFIX)) {
            throw new IllegalArgumentException(
                    nameOf(index) + ".topic: '" + message.topic() + "' (expected: no retry topic in a batch)");
        }
    }

    private static void requireNoDelay(int index, Message message, String where) {
        String delay = message.delayProperty();
        if (delay != null) {
            throw new IllegalArgumentException(nameOf(index) + "." + delay + ": '" + message.property(delay)
                    + "' (expected: no delay in " + where + ")");
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
            SendFrameWriter.writeField(out, "j", properties().getOrDefault(PropertyNames.RECONSUME_TIME, "0"));
            String max = properties().get(PropertyNames.MAX_RECONSUME_TIMES);
            if (max != null) {
                SendFrameWriter.writeField(out, "l", max);
            }
        }
    }

    private static String waitOf(Message message) {
        String wait = message.property(PropertyNames.WAIT);
        return wait == null ? "true" : wait;
    }

    /** The compressed body; null if it can't be compressed (B-COMPRESS-05), or does not shrink (B-COMPRESS-04's hazard). */
    static @Nullable CompressedBody compressed(byte[] body, Function<byte[], CompressedBody> compressor) {
        CompressedBody compressed;
        try {
            compressed = compressor.apply(body);
        } catch (CompressionException e) {
            LOG.warn("a body of {} bytes is sent uncompressed", body.length, e);
            return null;
        }
        if (compressed.length() < body.length) {
            return compressed;
        }
        compressed.giveBack();
        return null;
    }
}
