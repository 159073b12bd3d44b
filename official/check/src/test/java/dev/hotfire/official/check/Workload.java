// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.producer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Messages of every kind that a topic may see: bodies from a byte to 1 MiB, most of them small, some that compress and
 * some that do not; with and without tags, keys and properties of their own, in more than one script.
 */
final class Workload {
    static final int LARGE_BODY_BYTES = 1 << 20;

    private static final List<String> WORDS = List.of("Auftrag", "größe", "订单", "заказ", "🚀", "o", "a=b&c d", "\"\\/");
    private static final int MAX_OWN_PROPERTIES = 5;
    private static final int LONG_VALUE_CHARS = 5_000;

    private final String topic;
    private final Random random;

    private Workload(String topic, long seed) {
        this.topic = topic;
        this.random = new Random(seed);
    }

    /** So many messages, numbered from 0; the same for the same seed. */
    static List<Message> messages(String topic, int count, long seed) {
        Workload workload = new Workload(topic, seed);
        List<Message> messages = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            messages.add(workload.message(number));
        }
        return messages;
    }

    /** Whether {@link #body} makes this one large and easily compressed. */
    static boolean isLargeAndCompressible(int number) {
        return number % 100 == 57;
    }

    private Message message(int number) {
        Message.Builder message = Message.builder(topic)
                .body(body(number))
                .flag(random.nextInt())
                .property(SentMessage.NUMBER, Integer.toString(number));
        if (random.nextInt(4) > 0) {
            message.tags(word());
        }
        if (random.nextInt(4) > 0) {
            message.keys("key-" + number, word());
        }
        for (int i = random.nextInt(MAX_OWN_PROPERTIES); i > 0; i--) {
            message.property(word() + i, word() + random.nextInt());
        }
        if (number % 50 == 11) {
            message.property("long", "v".repeat(LONG_VALUE_CHARS));
        }
        return message.build();
    }

    private byte[] body(int number) {
        if (number % 100 == 7) {
            return noise(LARGE_BODY_BYTES);
        }
        if (isLargeAndCompressible(number)) {
            return text(LARGE_BODY_BYTES);
        }
        if (number % 10 == 3) {
            int bytes = 4_000 + random.nextInt(60_000);
            return random.nextBoolean() ? noise(bytes) : text(bytes);
        }
        int bytes = number % 200 == 0 ? 1 : 1 + random.nextInt(2_000);
        return random.nextBoolean() ? noise(bytes) : text(bytes);
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] text(int bytes) {
        byte[] words = (word() + ' ' + word() + '\n').getBytes(UTF_8);
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = words[i % words.length];
        }
        return text;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
