// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B-BATCH-01")
class MessageBatchTest {
    private final Message first = new Message("orders", "a".getBytes(UTF_8));
    private final Message second = new Message("orders", "b".getBytes(UTF_8));

    @Test
    void holdsMessagesThatMayTravelTogetherAndLeavesThemAsTheyAre() throws Exception {
        MessageBatch batch = MessageBatch.generateFromList(List.of(first, second));
        assertThat(batch).containsExactly(first, second);
        assertThat(batch.getTopic()).isEqualTo("orders");
        assertThat(batch.isWaitStoreMsgOK()).isTrue();
        assertThat(first.getProperties()).isEqualTo(Map.of("WAIT", "true"));
        assertThat(MessageDecoder.decodeMessages(ByteBuffer.wrap(batch.encode())))
                .extracting(message -> new String(message.getBody(), UTF_8))
                .containsExactly("a", "b");
    }

    @Test
    void oneThatDoesNotWaitMakesABatchThatDoesNot() {
        first.setWaitStoreMsgOK(false);
        assertThat(MessageBatch.generateFromList(List.of(first)).isWaitStoreMsgOK())
                .isFalse();
    }

    @Test
    void refusesWhatIsToBeDeliveredLater() {
        List<Consumer<Message>> ways = List.of(
                message -> message.setDelayTimeLevel(1),
                message -> message.setDelayTimeSec(1),
                message -> message.setDelayTimeMs(1),
                message -> message.setDeliverTimeMs(1));
        for (Consumer<Message> way : ways) {
            Message delayed = new Message("orders", "b".getBytes(UTF_8));
            way.accept(delayed);
            refuses("Delayed messages", first, delayed);
            refuses("Delayed messages", delayed, first);
        }
    }

    @Test
    void refusesRetriesOtherTopicsAndOtherWaits() {
        Message retry = new Message("%RETRY%group", "b".getBytes(UTF_8));
        refuses("Retry Group", retry, retry);
        refuses("topic", first, new Message("refunds", "b".getBytes(UTF_8)));
        second.setWaitStoreMsgOK(false);
        refuses("waitStoreMsgOK", first, second);
    }

    @Test
    void refusesNone() {
        assertThatThrownBy(() -> MessageBatch.generateFromList(List.of())).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> MessageBatch.generateFromList(null)).isInstanceOf(RuntimeException.class);
    }

    private static void refuses(String what, Message... messages) {
        assertThatThrownBy(() -> MessageBatch.generateFromList(List.of(messages)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(what);
    }
}
