// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of output: a word that says what it is, then {@code name=value} pairs, separated by single spaces. Names
 * and values are URL-encoded, so that no text, whatever its characters, can end a field or a line.
 */
final class Line {
    private final StringBuilder text;

    private Line(String kind) {
        this.text = new StringBuilder(kind);
    }

    static Line of(String kind) {
        return new Line(kind);
    }

    /** Adds a pair; a null value adds nothing. */
    Line with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(' ').append(encode(name)).append('=').append(encode(value.toString()));
        }
        return this;
    }

    /** Adds the body as its length and its SHA-256; the official consumer hands out null for an empty one. */
    Line withBody(byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        return with("bodyBytes", bytes.length).with("bodySha256", sha256(bytes));
    }

    /** Adds each message property as {@code property:NAME}, in the order of the names. */
    Line withProperties(Map<String, String> properties) {
        new TreeMap<>(properties).forEach((name, value) -> with("property:" + name, value));
        return this;
    }

    private static String encode(String plain) {
        return URLEncoder.encode(plain, StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
