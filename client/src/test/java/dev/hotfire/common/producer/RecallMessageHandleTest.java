// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.common.producer.RecallMessageHandle.HandleV1;
import dev.hotfire.wire.id.RecallHandle;
import org.junit.jupiter.api.Test;

class RecallMessageHandleTest {
    @Test
    void aBrokersHandleIsRead() {
        String handle = new RecallHandle("orders", "broker-a", 1_790_000_000_000L, "7F00").encode();
        assertThat(RecallMessageHandle.decodeHandle(handle)).isInstanceOfSatisfying(HandleV1.class, read -> {
            assertThat(read.getTopic()).isEqualTo("orders");
            assertThat(read.getBrokerName()).isEqualTo("broker-a");
            assertThat(read.getTimestampStr()).isEqualTo("1790000000000");
            assertThat(read.getMessageId()).isEqualTo("7F00");
            assertThat(read.getVersion()).isEqualTo("v1");
        });
        assertThat(HandleV1.buildHandle("orders", "broker-a", "1790000000000", "7F00"))
                .isEqualTo(handle);
    }

    @Test
    void whatIsNoHandleIsRefused() {
        assertThatThrownBy(() -> RecallMessageHandle.decodeHandle("no handle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no handle");
        assertThatThrownBy(() -> HandleV1.buildHandle("two words", "broker-a", "1", "7F00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two words");
    }
}
