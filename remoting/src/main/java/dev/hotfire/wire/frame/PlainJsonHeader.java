// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON header that is written as nearly all are: without white space and escapes, with texts as the values of its
 * further fields. Whatever surprises it, sound or not, is left to {@link JsonHeader}, which takes five times as long; and what
 * it reads it reads as that does.
 */
final class PlainJsonHeader {
    /** More fields than any command has; whoever has more is counted by {@link JsonHeader}. */
    private static final int MOST_FIELDS = 64;

    /** A longer one may have a name that is too long to be taken. */
    private static final int MOST_CHARACTERS = 1 << 14;

    /** So many digits always fit. */
    private static final int MOST_DIGITS = 9;

    private final String text;
    private final Map<String, String> extFields = new LinkedHashMap<>(Frame.READ_CAPACITY);
    private int at;
    private int fields;
    private boolean surprised;

    private PlainJsonHeader(String text) {
        this.text = text;
    }

    /** The header, or null if there is something unusual about it. */
    static Frame.@Nullable Builder read(String text) {
        return text.length() > MOST_CHARACTERS ? null : new PlainJsonHeader(text).read();
    }

    private Frame.@Nullable Builder read() {
        boolean hasCode = false;
        int code = 0;
        int flag = 0;
        int language = LanguageCode.OTHER;
        int opaque = 0;
        int version = 0;
        String remark = null;
        take('{');
        do {
            String name = text();
            take(':');
            switch (name) {
                case "code" -> {
                    code = number();
                    hasCode = true;
                }
                case "flag" -> flag = number();
                case "opaque" -> opaque = number();
                case "version" -> version = number();
                case "language" -> language = LanguageCode.ofName(text());
                case "remark" -> remark = text();
                case "extFields" -> readExtFields();
                case "serializeTypeCurrentRPC" -> text();
                default -> surprised = true;
            }
        } while (takeIf(','));
        take('}');
        if (surprised || !hasCode || at != text.length()) {
            return null;
        }
        return Frame.request(code)
                .flag(flag)
                .language(language)
                .opaque(opaque)
                .remark(remark)
                .version(version)
                .give(extFields);
    }

    private void readExtFields() {
        take('{');
        do {
            String name = text();
            take(':');
            String value = text();
            surprised |= name.isEmpty() || ++fields > MOST_FIELDS;
            // Later duplicates win.
            extFields.put(name, value);
        } while (takeIf(','));
        take('}');
    }

    private void take(char expected) {
        if (!takeIf(expected)) {
            surprised = true;
        }
    }

    /** Takes a character if it is the next one; none any more, once there was a surprise, so that every loop ends. */
    private boolean takeIf(char expected) {
        if (surprised || at == text.length() || text.charAt(at) != expected) {
            return false;
        }
        at++;
        return true;
    }

    private String text() {
        take('"');
        int from = at;
        while (!surprised && at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            surprised |= c < ' ' || c == '\\';
        }
        int to = at;
        take('"');
        return surprised ? "" : text.substring(from, to);
    }

    private int number() {
        boolean negative = takeIf('-');
        int from = at;
        int value = 0;
        for (int digit; at < text.length() && (digit = text.charAt(at) - '0') >= 0 && digit <= 9; at++) {
            value = 10 * value + digit;
        }
        int digits = at - from;
        surprised |= digits == 0 || digits > MOST_DIGITS || (digits > 1 && text.charAt(from) == '0');
        return negative ? -value : value;
    }
}
