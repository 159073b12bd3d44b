// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.client.impl.producer.Messages;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.StoredMessage;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the forms that messages, their properties and their ids have outside this process. */
public class MessageDecoder {
    public static final Charset CHARSET_UTF8 = StandardCharsets.UTF_8;
    public static final int MESSAGE_MAGIC_CODE_POSITION = 4;
    public static final int MESSAGE_FLAG_POSITION = 16;
    public static final int MESSAGE_PHYSIC_OFFSET_POSITION = 28;
    public static final int MESSAGE_STORE_TIMESTAMP_POSITION = 56;
    public static final int MESSAGE_MAGIC_CODE = -626843481;
    public static final int MESSAGE_MAGIC_CODE_V2 = -626843477;
    public static final int BLANK_MAGIC_CODE = -875286124;
    public static final char NAME_VALUE_SEPARATOR = MessageProperties.NAME_VALUE_SEPARATOR;
    public static final char PROPERTY_SEPARATOR = MessageProperties.PROPERTY_SEPARATOR;
    public static final int PHY_POS_POSITION = 28;
    public static final int QUEUE_OFFSET_POSITION = 20;
    public static final int SYSFLAG_POSITION = 36;

    private static final int BODY_CRC_POSITION = 8;

    /** The longest body that is decompressed; one that would swell beyond makes its message unreadable. */
    private static final int MAX_PLAIN_BODY_BYTES = 128 << 20;

    /**
     * The id of a message that a broker stored (W-13.2).
     *
     * @param input  is filled with the id's bytes
     * @param addr   4 or 16 bytes of the broker's address, and its port
     * @param offset in the broker's commit log
     */
    public static String createMessageId(ByteBuffer input, ByteBuffer addr, long offset) {
        byte[] address = new byte[addr.remaining() - 4];
        addr.get(address);
        OffsetMessageId id = new OffsetMessageId(address, addr.getInt(), offset);
        input.clear();
        input.put(address).putInt(id.port()).putLong(offset).flip();
        return id.format();
    }

    /** The id of a message that a broker at this address stored at this offset of its commit log. */
    public static String createMessageId(SocketAddress socketAddress, long transactionIdhashCode) {
        InetSocketAddress address = (InetSocketAddress) socketAddress;
        IpPort host = IpPort.of(address);
        return new OffsetMessageId(host.address(), host.port(), transactionIdhashCode).format();
    }

    /**
     * Reads the id that a broker gave a message.
     *
     * @throws RuntimeException     if the text is no such id
     * @throws UnknownHostException never
     */
    public static MessageId decodeMessageId(String msgId) throws UnknownHostException {
        OffsetMessageId id = OffsetMessageId.parse(msgId);
        return new MessageId(new InetSocketAddress(id.address().toInetAddress(), id.port()), id.offset());
    }

    /** The properties of a stored message, without moving the buffer's position; null if it holds none. */
    public static @Nullable Map<String, String> decodeProperties(ByteBuffer byteBuffer) {
        MessageExt message = decode(byteBuffer.duplicate(), false, false, false);
        return message == null ? null : message.getProperties();
    }

    /** As {@link #decode(ByteBuffer, boolean)}, with the body. */
    public static @Nullable MessageExt decode(ByteBuffer byteBuffer) {
        return decode(byteBuffer, true, true, false);
    }

    /** As {@link #decode(ByteBuffer, boolean)}, with the client's own id as the message's id. */
    public static @Nullable MessageExt clientDecode(ByteBuffer byteBuffer, boolean readBody) {
        return decode(byteBuffer, readBody, true, true);
    }

    /**
     * Reads one stored message (W-19.1) and decompresses its body.
     *
     * @param readBody whether the body is wanted
     * @return null if the bytes are no stored message, in which case the rest of the buffer is skipped
     */
    public static @Nullable MessageExt decode(ByteBuffer byteBuffer, boolean readBody) {
        return decode(byteBuffer, readBody, true, false);
    }

    /** As {@link #decode(ByteBuffer, boolean)}; the body stays as it is if it isn't to be decompressed. */
    public static @Nullable MessageExt decode(ByteBuffer byteBuffer, boolean readBody, boolean deCompressBody) {
        return decode(byteBuffer, readBody, deCompressBody, false);
    }

    /** As {@link #decode(ByteBuffer, boolean, boolean)}, with the client's own id as the message's id if so wanted. */
    public static @Nullable MessageExt decode(
            ByteBuffer byteBuffer, boolean readBody, boolean deCompressBody, boolean isClient) {
        if (byteBuffer.remaining() < Integer.BYTES) {
            byteBuffer.position(byteBuffer.limit());
            return null;
        }
        int size = byteBuffer.getInt(byteBuffer.position());
        if (size < Integer.BYTES || size > byteBuffer.remaining()) {
            byteBuffer.position(byteBuffer.limit());
            return null;
        }
        byte[] bytes = new byte[size];
        byteBuffer.get(bytes);
        try {
            StoredMessage stored = StoredMessage.decode(bytes);
            MessageExt message = Messages.fill(
                    isClient ? new MessageClientExt() : new MessageExt(),
                    readBody && deCompressBody ? stored.decompressed(MAX_PLAIN_BODY_BYTES) : stored);
            if (!readBody) {
                message.setBody(null);
            }
            // What the bytes say, which a damaged body would contradict.
            message.setBodyCRC(ByteBuffer.wrap(bytes).getInt(BODY_CRC_POSITION));
            message.setStoreSize(size);
            return message;
        } catch (MalformedMessageException | CompressionException e) {
            byteBuffer.position(byteBuffer.limit());
            return null;
        }
    }

    /** As {@link #decodes(ByteBuffer, boolean)}, with the bodies. */
    public static List<MessageExt> decodes(ByteBuffer byteBuffer) {
        return decodes(byteBuffer, true);
    }

    /** Reads stored messages that stand one after the other, up to the first that is none; with the clients' own ids. */
    public static List<MessageExt> decodes(ByteBuffer byteBuffer, boolean readBody) {
        List<MessageExt> messages = new ArrayList<>();
        while (byteBuffer.hasRemaining()) {
            MessageExt message = clientDecode(byteBuffer, readBody);
            if (message == null) {
                break;
            }
            messages.add(message);
        }
        return messages;
    }

    /**
     * The properties string (W-12); empty for null.
     *
     * @throws IllegalArgumentException when a name or value would be read as something else
     */
    public static String messageProperties2String(@Nullable Map<String, String> properties) {
        return properties == null ? "" : MessageProperties.encode(properties);
    }

    /** The properties in a string; what is no property is skipped, and null has none. */
    public static Map<String, String> string2messageProperties(@Nullable String properties) {
        return MessageProperties.decode(properties);
    }

    /** A message as it travels in a batch (W-14); its topic doesn't. */
    public static byte[] encodeMessage(Message message) {
        return encodeMessages(List.of(message));
    }

    /**
     * Reads one message of a batch; it has no topic.
     *
     * @throws RuntimeException if there is none
     */
    public static Message decodeMessage(ByteBuffer byteBuffer) throws Exception {
        int size = byteBuffer.getInt(byteBuffer.position());
        if (size < Integer.BYTES || size > byteBuffer.remaining()) {
            throw new IllegalArgumentException(
                    "size: " + size + " (expected: at most the " + byteBuffer.remaining() + " bytes that there are)");
        }
        byte[] bytes = new byte[size];
        byteBuffer.get(bytes);
        return decoded(BatchBody.decode(bytes).get(0));
    }

    /** The body of a batch of these messages (W-14). */
    public static byte[] encodeMessages(List<Message> messages) {
        List<BatchBody.Element> elements = new ArrayList<>(messages.size());
        for (Message message : messages) {
            byte[] body = message.getBody();
            elements.add(new BatchBody.Element(
                    message.getFlag(), body == null ? new byte[0] : body, message.getProperties()));
        }
        return BatchBody.encode(elements);
    }

    /**
     * Reads the messages of a batch; they have no topic.
     *
     * @throws RuntimeException if the bytes are anything else
     */
    public static List<Message> decodeMessages(ByteBuffer byteBuffer) throws Exception {
        byte[] bytes = new byte[byteBuffer.remaining()];
        byteBuffer.get(bytes);
        List<Message> messages = new ArrayList<>();
        for (BatchBody.Element element : BatchBody.decode(bytes)) {
            messages.add(decoded(element));
        }
        return messages;
    }

    private static Message decoded(BatchBody.Element element) {
        Message message = new Message();
        message.setFlag(element.flag());
        message.setBody(element.body());
        message.setProperties(new LinkedHashMap<>(element.properties()));
        return message;
    }
}
