// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.id.OffsetMessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A message as a broker stores it and hands it out (W-19.1): to consumers, to queries, and in transaction checks.
 *
 * <p>Version 2 of the layout differs in the topic's length only, and is used where version 1 has no room for it.
 *
 * @param topic                     up to 32767 bytes
 * @param queueId                   the queue
 * @param flag                      the user's flag
 * @param queueOffset               place in the queue
 * @param commitLogOffset           place in the broker's log
 * @param sysFlag                   see {@link SysFlag}; its two bits about addresses follow the addresses
 * @param bornTimestamp             ms since the epoch, by the client's clock
 * @param bornHost                  the client
 * @param storeTimestamp            ms since the epoch, by the broker's clock
 * @param storeHost                 the broker
 * @param reconsumeTimes            deliveries so far
 * @param preparedTransactionOffset where a transaction's half message is
 * @param body                      as stored, so perhaps compressed; not a copy
 * @param properties                unmodifiable
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are not copied on the way to the wire; equality is by content
public record StoredMessage(
        String topic,
        int queueId,
        int flag,
        long queueOffset,
        long commitLogOffset,
        int sysFlag,
        long bornTimestamp,
        IpPort bornHost,
        long storeTimestamp,
        IpPort storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        byte[] body,
        Map<String, String> properties) {
    private static final int MAGIC_V1 = 0xDAA3_20A7;
    private static final int MAGIC_V2 = 0xDAA3_20AB;

    /** The parts of fixed length, with two IPv4 addresses, up to but without the body's length. */
    private static final int FIXED_BYTES = 84;

    /** The least that follows: length of the body, of the topic, of the properties. */
    private static final int LEAST_VARIABLE_BYTES = 7;

    public StoredMessage {
        requireNonNull(topic, "topic");
        requireNonNull(bornHost, "bornHost");
        requireNonNull(storeHost, "storeHost");
        requireNonNull(body, "body");
        sysFlag = (sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6))
                | (bornHost.address().isV6() ? SysFlag.BORN_HOST_V6 : 0)
                | (storeHost.address().isV6() ? SysFlag.STORE_HOST_V6 : 0);
        properties = FixedProperties.copyOf(properties);
    }

    /** The checksum that the stored form holds: of the body as it is stored. */
    public int bodyCrc() {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) (crc.getValue() & 0x7FFF_FFFF);
    }

    /** The id that the broker gave the message: its address and the commit log offset. */
    public OffsetMessageId offsetMessageId() {
        return new OffsetMessageId(storeHost.address(), storeHost.port(), commitLogOffset);
    }

    /** The id that a consumer sees: the client's, or the broker's when the client gave none. */
    public String messageId() {
        String uniqueId = properties.get(PropertyNames.UNIQ_KEY);
        return uniqueId == null ? offsetMessageId().format() : uniqueId;
    }

    /**
     * The message with a plain body, and the bit that says compressed cleared; the bits that say how stay, as they do in
     * official consumers.
     *
     * @param maxBytes the longest plain body to make
     * @throws CompressionException when the body cannot be decompressed, or is longer
     */
    public StoredMessage decompressed(int maxBytes) {
        if (!SysFlag.isCompressed(sysFlag)) {
            return this;
        }
        return new StoredMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                commitLogOffset,
                sysFlag & ~SysFlag.COMPRESSED,
                bornTimestamp,
                bornHost,
                storeTimestamp,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                Compression.ofSysFlag(sysFlag).decompress(body, maxBytes),
                properties);
    }

    /**
     * The stored form.
     *
     * @throws IllegalArgumentException when topic or properties are longer than their length fields can say
     */
    public byte[] encode() {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] propertiesBytes = MessageProperties.encodeBytes(properties);
        requireShort("topic", topicBytes.length);
        requireShort("properties", propertiesBytes.length);
        boolean v2 = topicBytes.length > Byte.MAX_VALUE;
        byte[] born = bornHost.address().toBytes();
        byte[] store = storeHost.address().toBytes();
        int addressBytes = born.length + store.length - 8;
        int size = Math.addExact(
                FIXED_BYTES + addressBytes + 4 + (v2 ? 2 : 1) + topicBytes.length + 2 + propertiesBytes.length,
                body.length);
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size).putInt(v2 ? MAGIC_V2 : MAGIC_V1).putInt(bodyCrc());
        out.putInt(queueId).putInt(flag);
        out.putLong(queueOffset).putLong(commitLogOffset);
        out.putInt(sysFlag);
        out.putLong(bornTimestamp).put(born).putInt(bornHost.port());
        out.putLong(storeTimestamp).put(store).putInt(storeHost.port());
        out.putInt(reconsumeTimes).putLong(preparedTransactionOffset);
        out.putInt(body.length).put(body);
        if (v2) {
            out.putShort((short) topicBytes.length);
        } else {
            out.put((byte) topicBytes.length);
        }
        out.put(topicBytes);
        out.putShort((short) propertiesBytes.length).put(propertiesBytes);
        return out.array();
    }

    /**
     * Reads one message. As in official consumers the checksum is not looked at; {@link #bodyCrc} says what it should
     * have been.
     *
     * @throws MalformedMessageException when the bytes are not exactly one stored message
     */
    public static StoredMessage decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StoredMessage message = read(in);
        if (in.hasRemaining()) {
            throw new MalformedMessageException(in.remaining() + " bytes after a stored message (expected: none)");
        }
        return message;
    }

    /**
     * Reads messages that stand one after the other, as pulls and queries are answered.
     *
     * @throws MalformedMessageException when the bytes are anything else
     */
    public static List<StoredMessage> decodeAll(byte[] bytes) {
        List<StoredMessage> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            messages.add(read(in));
        }
        return messages;
    }

    private static StoredMessage read(ByteBuffer buffer) {
        int left = buffer.remaining();
        int least = FIXED_BYTES + LEAST_VARIABLE_BYTES;
        if (left < least) {
            throw new MalformedMessageException(
                    "stored message of " + left + " bytes (expected: at least " + least + ")");
        }
        int size = buffer.getInt(buffer.position());
        if (size < least || size > left) {
            throw new MalformedMessageException(
                    "stored message size: " + size + " (expected: " + least + " to " + left + ")");
        }
        // A view of exactly this message: no field in it can reach into the next.
        ByteBuffer in = buffer.slice(buffer.position(), size);
        buffer.position(buffer.position() + size);
        in.getInt();
        int magic = in.getInt();
        if (magic != MAGIC_V1 && magic != MAGIC_V2) {
            throw new MalformedMessageException("stored message magic: " + Integer.toHexString(magic) + " (expected: "
                    + Integer.toHexString(MAGIC_V1) + " or " + Integer.toHexString(MAGIC_V2) + ")");
        }
        in.getInt(); // the checksum
        int queueId = in.getInt();
        int flag = in.getInt();
        long queueOffset = in.getLong();
        long commitLogOffset = in.getLong();
        int sysFlag = in.getInt();
        long bornTimestamp = in.getLong();
        IpPort bornHost = readHost("born host", in, (sysFlag & SysFlag.BORN_HOST_V6) != 0);
        long storeTimestamp = readLong("store timestamp", in);
        IpPort storeHost = readHost("store host", in, (sysFlag & SysFlag.STORE_HOST_V6) != 0);
        int reconsumeTimes = readInt("reconsume times", in);
        long preparedTransactionOffset = readLong("prepared transaction offset", in);
        byte[] body = Lengths.read("body length", in, readInt("body length", in), in.remaining());
        Lengths.require("room for a topic length", magic == MAGIC_V2 ? 2 : 1, in.remaining());
        int topicBytes = magic == MAGIC_V2 ? in.getShort() : in.get();
        byte[] topic = Lengths.read("topic length", in, topicBytes, in.remaining());
        Lengths.require("room for a properties length", 2, in.remaining());
        byte[] properties = Lengths.read("properties length", in, in.getShort(), in.remaining());
        return new StoredMessage(
                new String(topic, StandardCharsets.UTF_8),
                queueId,
                flag,
                queueOffset,
                commitLogOffset,
                sysFlag,
                bornTimestamp,
                bornHost,
                storeTimestamp,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                FixedProperties.decode(new String(properties, StandardCharsets.UTF_8)));
    }

    private static IpPort readHost(String name, ByteBuffer in, boolean v6) {
        byte[] address = Lengths.read(name, in, v6 ? 16 : 4, in.remaining());
        return new IpPort(IpAddress.of(address), readInt(name, in));
    }

    private static int readInt(String name, ByteBuffer in) {
        Lengths.require(name, 4, in.remaining());
        return in.getInt();
    }

    private static long readLong(String name, ByteBuffer in) {
        Lengths.require(name, 8, in.remaining());
        return in.getLong();
    }

    private static void requireShort(String name, int bytes) {
        if (bytes > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " of " + bytes + " bytes (expected: at most " + Short.MAX_VALUE + ")");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredMessage that
                && topic.equals(that.topic)
                && queueId == that.queueId
                && flag == that.flag
                && queueOffset == that.queueOffset
                && commitLogOffset == that.commitLogOffset
                && sysFlag == that.sysFlag
                && bornTimestamp == that.bornTimestamp
                && bornHost.equals(that.bornHost)
                && storeTimestamp == that.storeTimestamp
                && storeHost.equals(that.storeHost)
                && reconsumeTimes == that.reconsumeTimes
                && preparedTransactionOffset == that.preparedTransactionOffset
                && Arrays.equals(body, that.body)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + Long.hashCode(commitLogOffset)) + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "StoredMessage[" + topic + " queue " + queueId + " offset " + queueOffset + ", commit log "
                + commitLogOffset + " at " + storeHost + ", born " + bornTimestamp + " at " + bornHost + ", stored "
                + storeTimestamp + ", sysFlag 0x" + Integer.toHexString(sysFlag) + ", flag " + flag + ", body "
                + body.length + " bytes, " + properties + "]";
    }
}
