// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer.selector;

import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.ThisProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any queue, all equally likely (B-SELECT-08). */
public class SelectMessageQueueByRandom implements MessageQueueSelector {
    private final RandomSource random = RandomSource.seeded(ThisProcess.randomInt());

    @Override
    public MessageQueue select(List<MessageQueue> mqs, Message msg, @Nullable Object arg) {
        int index;
        synchronized (random) {
            index = random.nextInt(mqs.size());
        }
        return mqs.get(index);
    }
}
