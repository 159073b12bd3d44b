// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.send;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.LanguageCode;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.namespace.SystemTopics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes send requests (codes 310 and 320) with the binary header. One per group and topic; immutable.
 *
 * <p>A frame is a head, which belongs to one attempt, and a tail, which is the same for all attempts of a send:
 *
 * <pre>
 * head:  length, header length, fixed fields | a b c d j k + | m n e f g h      (W-3, W-7)
 * tail:  i (the properties)                  | body
 * </pre>
 *
 * Readers take header fields in any order, so the properties can come last. A retry writes a new head and copies the
 * tail of the frame before it. The opaque stays zero until {@link #setOpaque}.
 *
 * <p>At {@code +} stand fields that all frames share beyond those of a send: a namespace, an access key. A signature
 * covers what comes after it, so only its place is kept there, which {@link #sign} fills in (W-18.1).
 */
public final class SendFrameWriter {
    /** Where the opaque stands in a frame: after length, header length, code, language and version. */
    private static final int OPAQUE_INDEX = 4 + 4 + 2 + 1 + 2;

    /** What stands before the ext fields: the opaque, flag, remark length and ext field length follow. */
    private static final int FIXED_HEADER_BYTES = 21;

    private static final int ONEWAY_FLAG = 2;

    /** Messages that were consumed in vain: how often is the message's own, so its fields are for the caller to add. */
    private static final String RETRY_TOPIC_PREFIX = SystemTopics.RETRY_PREFIX;

    private static final byte[] BATCH_FIELD = field("m", "true");
    private static final byte[] NO_BATCH_FIELD = field("m", "false");

    private static final String SIGNATURE_PLACE = " ".repeat(InPlaceSignature.CHARACTERS);

    private final byte[] sharedFields;
    private final @Nullable InPlaceSignature signature;

    /** As the other constructor, with no more fields than a send has. */
    public SendFrameWriter(String producerGroup, String topic, String defaultTopic, int defaultTopicQueues) {
        this(producerGroup, topic, defaultTopic, defaultTopicQueues, false, Map.of(), null);
    }

    /**
     * @param producerGroup      the group as the wire carries it
     * @param topic              the topic as the wire carries it
     * @param defaultTopic       the template for a topic that the broker creates, {@code TBW102}
     * @param defaultTopicQueues how many queues such a topic gets
     * @param unitMode           whether the topic is divided by units
     * @param moreFields         what every frame carries beside the fields of a send, in the order of writing
     * @param credentials        who signs, or null for frames without a signature
     */
    public SendFrameWriter(
            String producerGroup,
            String topic,
            String defaultTopic,
            int defaultTopicQueues,
            boolean unitMode,
            Map<String, String> moreFields,
            @Nullable AclCredentials credentials) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        addField(fields, "a", producerGroup);
        addField(fields, "b", topic);
        addField(fields, "c", defaultTopic);
        addField(fields, "d", Integer.toString(defaultTopicQueues));
        if (!topic.startsWith(RETRY_TOPIC_PREFIX)) {
            addField(fields, "j", "0");
        }
        addField(fields, "k", Boolean.toString(unitMode));
        moreFields.forEach((name, value) -> addField(fields, name, value));
        if (credentials == null) {
            signature = null;
        } else {
            addField(fields, AclSignature.ACCESS_KEY, credentials.accessKey());
            if (credentials.securityToken() != null) {
                addField(fields, AclSignature.SECURITY_TOKEN, credentials.securityToken());
            }
            addField(fields, AclSignature.SIGNATURE, SIGNATURE_PLACE);
            signature = new InPlaceSignature(credentials.secretKey());
        }
        sharedFields = fields.toByteArray();
    }

    private static byte[] field(String key, String value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        addField(field, key, value);
        return field.toByteArray();
    }

    private static void addField(ByteArrayOutputStream fields, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        fields.write(name.length >>> 8);
        fields.write(name.length);
        fields.writeBytes(name);
        fields.write(bytes.length >>> 24);
        fields.write(bytes.length >>> 16);
        fields.write(bytes.length >>> 8);
        fields.write(bytes.length);
        fields.writeBytes(bytes);
    }

    /**
     * Puts a head into an empty room. What follows is {@link #beginProperties} and its like, or the copy of another frame's
     * tail; {@link #finish} comes before anything leaves the room.
     *
     * @param requestCode   310 or 320
     * @param brokerName    the queue's broker, UTF-8
     * @param bornTimestamp milliseconds since the epoch
     */
    public void writeHead(
            FrameRoom out,
            int requestCode,
            boolean oneway,
            boolean batch,
            byte[] brokerName,
            int queueId,
            int sysFlag,
            long bornTimestamp,
            int flag) {
        out.putInt(0); // Frame and header length, which finish() knows.
        out.putInt(0);
        out.putShort(requestCode);
        out.putByte(LanguageCode.JAVA);
        out.putShort(MqVersion.CURRENT);
        out.putInt(0); // The opaque belongs to the connection.
        out.putInt(oneway ? ONEWAY_FLAG : 0);
        out.putInt(0); // No remark.
        out.putInt(0); // The length of all ext fields, which finish() knows.
        out.putBytes(sharedFields);
        out.putBytes(batch ? BATCH_FIELD : NO_BATCH_FIELD);
        writeKey(out, 'n');
        out.putInt(brokerName.length);
        out.putBytes(brokerName);
        writeKey(out, 'e');
        out.putSizedDecimal(queueId);
        writeKey(out, 'f');
        out.putSizedDecimal(sysFlag);
        writeKey(out, 'g');
        out.putSizedDecimal(bornTimestamp);
        writeKey(out, 'h');
        out.putSizedDecimal(flag);
    }

    /** Appends a field that this frame alone carries, after its head and before its tail. */
    public static void writeField(FrameRoom out, String name, String value) {
        out.putShort(ByteBufUtil.utf8Bytes(name));
        out.putText(name);
        out.putSizedText(value);
    }

    /**
     * Begins the tail: the caller appends the properties string next, in UTF-8 (W-12).
     *
     * @return to be handed to {@link #endProperties}
     */
    public static int beginProperties(FrameRoom out) {
        writeKey(out, 'i');
        out.putInt(0);
        return out.size();
    }

    /** Ends the properties; the body comes next. Returns how many bytes they take. */
    public static int endProperties(FrameRoom out, int begin) {
        int bytes = out.size() - begin;
        out.setInt(begin - 4, bytes);
        return bytes;
    }

    /**
     * Fills in the lengths.
     *
     * @param tailBytes how much of the header comes after what is in the room, as the copy of another frame's tail
     * @param bodyBytes how long the body is
     */
    public static void finish(FrameRoom out, int tailBytes, int bodyBytes) {
        int headerBytes = out.size() + tailBytes - 8;
        out.setInt(0, headerBytes + 4 + bodyBytes);
        out.setInt(4, HeaderEncoding.ROCKETMQ.typeByte() << 24 | headerBytes);
        out.setInt(8 + FIXED_HEADER_BYTES - 4, headerBytes - FIXED_HEADER_BYTES);
    }

    /**
     * Signs a frame that is complete, if frames are signed.
     *
     * @param frame     begins at index 0
     * @param bodyIndex where its body begins; it ends at the writer index
     */
    public void sign(ByteBuf frame, int bodyIndex) {
        if (signature != null) {
            signature.fillIn(frame, 8 + FIXED_HEADER_BYTES, bodyIndex);
        }
    }

    /** Sets the number that the answer will repeat. */
    public static void setOpaque(ByteBuf frame, int start, int opaque) {
        frame.setInt(start + OPAQUE_INDEX, opaque);
    }

    private static void writeKey(FrameRoom out, char key) {
        out.putShort(1);
        out.putByte(key);
    }
}
