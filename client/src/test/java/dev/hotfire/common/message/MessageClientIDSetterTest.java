// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageClientIDSetterTest {
    @Test
    @Tag("B-ID-01")
    void givesAMessageOneIdAndKeepsIt() {
        Message message = new Message("orders", new byte[] {1});
        MessageClientIDSetter.setUniqID(message);
        String id = MessageClientIDSetter.getUniqID(message);
        assertThat(id).matches("([0-9A-F]{32}|[0-9A-F]{56})");
        MessageClientIDSetter.setUniqID(message);
        assertThat(MessageClientIDSetter.getUniqID(message)).isEqualTo(id);
    }

    @Test
    void anIdTellsWhoMadeItAndWhen() {
        String id = MessageClientIDSetter.createUniqID();
        Date made = MessageClientIDSetter.getNearlyTimeFromID(id);
        assertThat(MessageClientIDSetter.getPidFromID(id))
                .isEqualTo((int) (ProcessHandle.current().pid() & 0xFFFF));
        assertThat(MessageClientIDSetter.getIPFromID(id)).hasSize((id.length() - 24) / 2);
        assertThat(MessageClientIDSetter.getIPStrFromID(id)).isNotEmpty();
        assertThat(made).isNotNull();
        assertThat(MessageClientIDSetter.createFakeIP()).hasSize(4);
    }

    @Test
    @Tag("B-ID-02")
    void noTwoIdsAreTheSame() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            ids.add(MessageClientIDSetter.createUniqID());
        }
        assertThat(ids).hasSize(200_000);
    }
}
