// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A send as its producer sees it. A batch is one send. */
final class SeenSend {
    final Party party;
    final String messageId;

    /** When it was called, in nanoseconds after the run began. */
    final long startedAt;

    final List<SeenAttempt> attempts = new ArrayList<>(2);
    boolean ended;
    long endedAt;

    @Nullable
    SendResult result;

    @Nullable
    SendException failure;

    /** Who called it; of a batch the first one, null until it is known. */
    @Nullable
    SeenCall call;

    /** What the first frame that was read of it carried. */
    @Nullable
    FirstFrame firstFrame;

    /** The bytes that it takes of its producer's room, for all that servers know; -1 for none. */
    int takenBytes = -1;

    /** Whether another send was called the same before. */
    final boolean idWasTaken;

    SeenSend(Party party, String messageId, long startedAt, boolean idWasTaken) {
        this.party = party;
        this.messageId = messageId;
        this.startedAt = startedAt;
        this.idWasTaken = idWasTaken;
    }

    /** Its topic; only once it has an attempt. */
    String topic() {
        return attempts.get(0).queue.topic();
    }

    boolean isBatch() {
        return messageId.indexOf(',') >= 0;
    }

    @Override
    public String toString() {
        SeenCall known = call;
        return known == null ? "message " + messageId : "send " + known.invocation.sendId();
    }
}
