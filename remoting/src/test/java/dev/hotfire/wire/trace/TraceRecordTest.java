// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRecordTest {
    private static TraceRecord.Publish publish(String msgId, String userKeys, String clientHost) {
        return new TraceRecord.Publish(
                1, "r", "g", "t", msgId, "tag", userKeys, "h:1", 2, 3, TraceRecord.TYPE_DELAY, "o", false, clientHost);
    }

    @Test
    void recordsOfOneMessageComeBackAsTheyWent() {
        List<TraceRecord> records = List.of(
                publish("id", "k1 k2", null),
                publish(null, null, "192.0.2.7"),
                new TraceRecord.EndTransaction(
                        1, null, "g", "t", "id", "", "k2", "h:1", TraceRecord.TYPE_COMMIT, null, "UNKNOW", true),
                new TraceRecord.Recall(1, "r", "g", "t", "id2", false),
                new TraceRecord.ConsumeStart(1, "r", "g", "req", "id", 2, "k3"),
                new TraceRecord.ConsumeEnd("req", "id", 5, true, "k3", 1, null, null),
                new TraceRecord.ConsumeEnd("req", "id", 5, true, "k3", 1, 17L, "g"));
        assertThat(TraceRecord.decode(TraceRecord.encode(records))).isEqualTo(records);
        assertThat(TraceRecord.keysOf(records)).containsExactly("id", "k1", "k2", "id2", "k3");
    }

    /** Clients before the offset message id was traced. */
    @Test
    void aShortPublishRecordIsReadToo() {
        String text =
                "Pub|1|r|g|t|id|tag|k|h:1|2|3|0|true#".replace('|', '\u0001').replace('#', '\u0002');
        assertThat(TraceRecord.decode(text))
                .containsExactly(
                        new TraceRecord.Publish(1, "r", "g", "t", "id", "tag", "k", "h:1", 2, 3, 0, null, true, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pub|1|r|g|t|id|tag|k|h:1|2|3|0|true",
                "Pub|1|r|g|t|id|tag|k|h:1|2|3|0#",
                "Pub|x|r|g|t|id|tag|k|h:1|2|3|0|true#",
                "Pub|1|r|g|t|id|tag|k|h:1|x|3|0|true#",
                "Pub|1|r|g|t|id|tag|k|h:1|2|3|0|yes#",
                "EndTransaction|1#",
                "Recall|1|r|g|t|id#",
                "SubBefore|1|r|g|req|id|2#",
                "SubAfter|req|id|1|true|k#",
                "Something|1#",
                "#"
            })
    void whatIsNoRecordIsMalformed(String readable) {
        String text = readable.replace('|', '\u0001').replace('#', '\u0002');
        assertThatThrownBy(() -> TraceRecord.decode(text)).isInstanceOf(MalformedTraceException.class);
    }

    @Test
    void aFieldThatWouldBreakTheWholeMessageIsRefusedAtBirth() {
        assertThatThrownBy(() -> publish("i\u0001d", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trace field: i<0x01>d (expected: no 0x01 or 0x02)");
    }
}
