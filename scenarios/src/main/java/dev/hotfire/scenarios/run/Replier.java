// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Replies;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.runtime.Machine;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Replies to every request that brokers store, as a consumer would who hears of it at once. */
final class Replier {
    private final Producer producer;
    private final Executor thread;

    Replier(Machine machine, FakeCluster cluster, Tenancy tenancy) {
        this.thread = machine.executor("replies", 1);
        this.producer = Hotfire.start(
                ProducerConfig.builder("pg-replier")
                        .nameServers(cluster.nameServerAddresses())
                        .whenFull(WhenFull.REFUSE)
                        .credentials(tenancy.credentials())
                        .build(),
                machine);
        for (FakeBroker broker : cluster.masters()) {
            broker.log().addListener(new LogListener() {
                @Override
                public void appended(StoredMessage message) {
                    if (message.properties().containsKey(PropertyNames.CORRELATION_ID)
                            && !message.properties().containsKey(PropertyNames.MSG_TYPE)) {
                        thread.execute(() -> reply(message));
                    }
                }
            });
        }
    }

    private void reply(StoredMessage request) {
        // The reply says what it is to. Whether it arrives is the requester's business, who waits for it.
        producer.sendAsync(Replies.to(
                request,
                request.properties().getOrDefault(PropertyNames.KEYS, "").getBytes(UTF_8)));
    }

    CompletableFuture<Void> end() {
        return producer.closeAsync();
    }
}
