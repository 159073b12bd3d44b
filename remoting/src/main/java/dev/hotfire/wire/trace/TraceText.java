// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.trace;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text form of trace records. */
final class TraceText {
    static final char FIELD_END = 1;
    static final char RECORD_END = 2;

    static final String PUBLISH = "Pub";
    static final String END_TRANSACTION = "EndTransaction";
    static final String RECALL = "Recall";
    static final String CONSUME_START = "SubBefore";
    static final String CONSUME_END = "SubAfter";

    private static final String NULL = "null";

    private TraceText() {}

    static void requireClean(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && (text.indexOf(FIELD_END) >= 0 || text.indexOf(RECORD_END) >= 0)) {
                throw new IllegalArgumentException("trace field: "
                        + text.replace("\u0001", "<0x01>").replace("\u0002", "<0x02>")
                        + " (expected: no 0x01 or 0x02)");
            }
        }
    }

    static Set<String> keys(@Nullable String msgId, @Nullable String userKeys) {
        Set<String> keys = new LinkedHashSet<>();
        if (msgId != null) {
            keys.add(msgId);
        }
        if (userKeys != null) {
            for (String key : userKeys.split(" ", -1)) {
                if (!key.isEmpty()) {
                    keys.add(key);
                }
            }
        }
        return Collections.unmodifiableSet(keys);
    }

    /** Appends the fields of one record, without its end. */
    static void write(StringBuilder out, String kind, @Nullable Object... fields) {
        out.append(kind);
        for (Object field : fields) {
            out.append(FIELD_END).append(field);
        }
    }

    static TraceRecord read(String record) {
        Fields fields = new Fields(record.split(String.valueOf(FIELD_END), -1));
        return switch (fields.values[0]) {
            case PUBLISH -> publish(fields);
            case END_TRANSACTION -> endTransaction(fields);
            case RECALL -> recall(fields);
            case CONSUME_START -> consumeStart(fields);
            case CONSUME_END -> consumeEnd(fields);
            default ->
                throw new MalformedTraceException("trace record: " + shown(fields.values[0])
                        + " (expected: Pub, EndTransaction, Recall, SubBefore or SubAfter)");
        };
    }

    private static TraceRecord.Publish publish(Fields fields) {
        fields.requireAtLeast(13);
        // Old clients do not know the broker's id of the message; some newer ones say where they are.
        boolean withOffsetId = fields.values.length > 13;
        return new TraceRecord.Publish(
                fields.number(1),
                fields.text(2),
                fields.text(3),
                fields.text(4),
                fields.text(5),
                fields.text(6),
                fields.text(7),
                fields.text(8),
                fields.integer(9),
                fields.integer(10),
                fields.integer(11),
                withOffsetId ? fields.text(12) : null,
                fields.bool(withOffsetId ? 13 : 12),
                fields.values.length > 14 ? fields.text(14) : null);
    }

    private static TraceRecord.EndTransaction endTransaction(Fields fields) {
        fields.requireAtLeast(13);
        return new TraceRecord.EndTransaction(
                fields.number(1),
                fields.text(2),
                fields.text(3),
                fields.text(4),
                fields.text(5),
                fields.text(6),
                fields.text(7),
                fields.text(8),
                fields.integer(9),
                fields.text(10),
                fields.values[11],
                fields.bool(12));
    }

    private static TraceRecord.Recall recall(Fields fields) {
        fields.requireAtLeast(7);
        return new TraceRecord.Recall(
                fields.number(1), fields.text(2), fields.text(3), fields.text(4), fields.text(5), fields.bool(6));
    }

    private static TraceRecord.ConsumeStart consumeStart(Fields fields) {
        fields.requireAtLeast(8);
        return new TraceRecord.ConsumeStart(
                fields.number(1),
                fields.text(2),
                fields.text(3),
                fields.text(4),
                fields.text(5),
                fields.integer(6),
                fields.text(7));
    }

    private static TraceRecord.ConsumeEnd consumeEnd(Fields fields) {
        fields.requireAtLeast(7);
        boolean withTime = fields.values.length > 8;
        return new TraceRecord.ConsumeEnd(
                fields.text(1),
                fields.text(2),
                fields.integer(3),
                fields.bool(4),
                fields.text(5),
                fields.integer(6),
                withTime ? fields.number(7) : null,
                withTime ? fields.text(8) : null);
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    private static final class Fields {
        private final String[] values;

        Fields(String[] values) {
            this.values = values;
        }

        void requireAtLeast(int count) {
            if (values.length < count) {
                throw new MalformedTraceException("trace record " + values[0] + " with " + values.length
                        + " fields (expected: at least " + count + ")");
            }
        }

        @Nullable
        String text(int index) {
            return values[index].equals(NULL) ? null : values[index];
        }

        int integer(int index) {
            try {
                return Integer.parseInt(values[index]);
            } catch (NumberFormatException e) {
                throw malformed(index, "a 32 bit number");
            }
        }

        long number(int index) {
            try {
                return Long.parseLong(values[index]);
            } catch (NumberFormatException e) {
                throw malformed(index, "a 64 bit number");
            }
        }

        boolean bool(int index) {
            return switch (values[index]) {
                case "true" -> true;
                case "false" -> false;
                default -> throw malformed(index, "true or false");
            };
        }

        private MalformedTraceException malformed(int index, String expectation) {
            return new MalformedTraceException("trace record " + values[0] + ", field " + index + ": "
                    + shown(values[index]) + " (expected: " + expectation + ")");
        }
    }
}
