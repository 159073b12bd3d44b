// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.send;

import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.acl.AclSigner;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs frames that are complete but for their signature (W-18.1). Immutable; any thread. */
final class InPlaceSignature {
    /** 20 bytes in Base64 with padding. */
    static final int CHARACTERS = 28;

    private final AclSigner signer;

    InPlaceSignature(String secretKey) {
        this.signer = new AclSigner(secretKey);
    }

    /**
     * Writes the signature into its place, a field of {@link #CHARACTERS} bytes that the frame has already. Reads the
     * fields from the frame itself: what is signed is what is sent, whoever put it there and wherever.
     *
     * @param fieldsIndex where the ext fields begin; the body follows the last one, and ends at the writer index
     */
    void fillIn(ByteBuf frame, int fieldsIndex, int bodyIndex) {
        SortedMap<String, ByteBuffer> values = new TreeMap<>();
        int placeIndex = -1;
        int index = fieldsIndex;
        while (index < bodyIndex) {
            int nameBytes = frame.getUnsignedShort(index);
            String name = frame.toString(index + 2, nameBytes, StandardCharsets.UTF_8);
            int valueBytes = frame.getInt(index + 2 + nameBytes);
            int valueIndex = index + 2 + nameBytes + 4;
            if (name.equals(AclSignature.SIGNATURE)) {
                placeIndex = valueIndex;
            } else {
                values.put(name, frame.nioBuffer(valueIndex, valueBytes));
            }
            index = valueIndex + valueBytes;
        }
        if (placeIndex < 0) {
            throw new IllegalStateException("frame has no place for a signature");
        }
        ByteBuffer body = frame.nioBuffer(bodyIndex, frame.writerIndex() - bodyIndex);
        frame.setBytes(placeIndex, signer.sign(values.values(), body));
    }
}
