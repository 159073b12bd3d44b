// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClientConfigCopyTest {
    @Test
    @Tag("B-LIFE-08")
    void aCopyHasTheSettingsButThoseThatTheOfficialOneLeavesBehind() {
        ClientConfig config = new ClientConfig();
        config.setNamesrvAddr("192.0.2.1:9876");
        config.setInstanceName("till-3");
        config.setPollNameServerInterval(7_000);
        config.setTraceMsgBatchNum(config.getTraceMsgBatchNum() + 5);
        ClientConfig copy = config.cloneClientConfig();
        assertThat(copy.getNamesrvAddr()).isEqualTo("192.0.2.1:9876");
        assertThat(copy.getInstanceName()).isEqualTo("till-3");
        assertThat(copy.getPollNameServerInterval()).isEqualTo(7_000);
        assertThat(copy.getTraceMsgBatchNum()).isEqualTo(new ClientConfig().getTraceMsgBatchNum());
    }
}
