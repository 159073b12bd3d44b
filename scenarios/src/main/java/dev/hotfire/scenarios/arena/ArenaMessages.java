// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.producer.Message;
import java.nio.ByteBuffer;
import java.util.List;

/** The messages of the arena: each says in its body which it is, so that copies can be told apart. */
final class ArenaMessages {
    static final String FIRST_TOPIC = "orders";
    static final String SECOND_TOPIC = "returns";
    static final List<String> TOPICS = List.of(FIRST_TOPIC, SECOND_TOPIC);

    /** Of each topic on each broker. */
    static final int QUEUES = 8;

    /** Bodies of this size are large; below what is compressed. */
    static final int LARGE_BYTES = 2_000;

    private static final int SMALL_BYTES = 100;

    private ArenaMessages() {}

    static Message make(int index, Truth.Sent sent) {
        byte[] body = new byte[sent.large() ? LARGE_BYTES : SMALL_BYTES];
        ByteBuffer.wrap(body).putInt(index).put((byte) (sent.poison() ? 1 : 0));
        return Message.of(sent.second() ? SECOND_TOPIC : FIRST_TOPIC, body);
    }

    /** The index of the send that a stored message came from. */
    static int indexOf(byte[] body) {
        return ByteBuffer.wrap(body).getInt();
    }

    static boolean isPoison(byte[] body) {
        return body[Integer.BYTES] == 1;
    }
}
