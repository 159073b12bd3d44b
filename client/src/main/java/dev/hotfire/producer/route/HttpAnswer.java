// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body out of an HTTP/1 response: as long as the header says, in chunks, or up to the end of the connection.
 * What address servers send is a line of text, so there is no more to it.
 */
final class HttpAnswer {
    private static final String HEAD_END = "\r\n\r\n";

    private HttpAnswer() {}

    /**
     * The body, or null while more bytes are needed.
     *
     * @param received what came so far
     * @param ended    whether nothing more comes
     * @throws IOException if this is no HTTP, is no answer to build on (any status but 200), or ends too early
     */
    static @Nullable String body(byte[] received, boolean ended) throws IOException {
        // One char per byte, so that lengths in bytes are lengths in chars until the body is known.
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf(HEAD_END);
        if (headEnd < 0) {
            return orTooShort(ended);
        }
        String[] head = text.substring(0, headEnd).split("\r\n", -1);
        String[] status = head[0].split(" ", 3);
        if (!status[0].startsWith("HTTP/1.") || status.length < 2) {
            throw new IOException("'" + head[0] + "' is no HTTP");
        }
        if (!status[1].equals("200")) {
            throw new IOException("answered '" + head[0] + "'");
        }
        String rest = text.substring(headEnd + HEAD_END.length());
        String coding = field(head, "transfer-encoding");
        if (coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked")) {
            String joined = joinChunks(rest);
            return joined == null ? orTooShort(ended) : utf8(joined);
        }
        String length = field(head, "content-length");
        if (length == null) {
            return ended ? utf8(rest) : null;
        }
        int bytes = number(length, 10);
        return rest.length() < bytes ? orTooShort(ended) : utf8(rest.substring(0, bytes));
    }

    private static @Nullable String orTooShort(boolean ended) throws IOException {
        if (ended) {
            throw new IOException("connection ended within the answer");
        }
        return null;
    }

    private static @Nullable String field(String[] head, String name) {
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0 && head[i].substring(0, colon).strip().equalsIgnoreCase(name)) {
                return head[i].substring(colon + 1).strip();
            }
        }
        return null;
    }

    private static @Nullable String joinChunks(String rest) throws IOException {
        StringBuilder joined = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = rest.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return null;
            }
            String line = rest.substring(at, lineEnd);
            int extension = line.indexOf(';');
            int bytes = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
            if (bytes == 0) {
                return joined.toString();
            }
            int end = lineEnd + 2 + bytes;
            if (bytes > rest.length() || end + 2 > rest.length()) {
                return null;
            }
            joined.append(rest, lineEnd + 2, end);
            at = end + 2;
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("'" + text + "' is no length", e);
        }
        throw new IOException("'" + text + "' is no length");
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
