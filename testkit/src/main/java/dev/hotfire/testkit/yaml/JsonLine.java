// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON on one line. */
public final class JsonLine {
    private JsonLine() {}

    /** Maps, lists, numbers, truth values, null, and text. */
    public static String of(Object tree) {
        StringBuilder text = new StringBuilder();
        write(tree, text);
        return text.toString();
    }

    private static void write(@Nullable Object tree, StringBuilder text) {
        if (tree == null) {
            text.append("null");
        } else if (tree instanceof Map<?, ?> map) {
            text.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                quote(String.valueOf(entry.getKey()), text);
                text.append(": ");
                write(entry.getValue(), text);
                separator = ", ";
            }
            text.append('}');
        } else if (tree instanceof Iterable<?> list) {
            text.append('[');
            for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
                write(elements.next(), text);
                text.append(elements.hasNext() ? ", " : "");
            }
            text.append(']');
        } else if (tree instanceof Number || tree instanceof Boolean) {
            text.append(tree);
        } else {
            quote(String.valueOf(tree), text);
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F) {
                // Beyond ASCII, too: what some reader might take for a control character.
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
