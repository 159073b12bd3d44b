// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** What is put into the mailbox comes out once, and in the order in which it was put, whoever puts and takes meanwhile. */
@Param(name = "which", gen = IntGen.class, conf = "0:4")
public class MailboxStressTest {
    private static final ProducerConfig CONFIG =
            ProducerConfig.builder("pg").nameServers("127.0.0.1:1").build();
    private static final SendEngine ENGINE = engine();
    private static final List<Payload> PAYLOADS = payloads();

    private final Mailbox mailbox = new Mailbox();

    private static SendEngine engine() {
        Machine machine = TcpWorld.create(1).machine("client");
        return new SendEngine(CONFIG, new Network(CONFIG, machine));
    }

    private static List<Payload> payloads() {
        UniqueIds ids = new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 1, () -> 1_790_000_000_000L, ZoneOffset.UTC);
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            payloads.add(Payload.of(Message.of("t", new byte[] {(byte) i}), CONFIG, ids, new BodyCompressor()));
        }
        return payloads;
    }

    @Operation
    public void put(@Param(name = "which") int which) {
        SendPlan plan = new SendPlan(CONFIG, 0, 1, null, null, false);
        mailbox.put(new SendOperation(ENGINE, null, PAYLOADS.get(which), Ending.ASYNC, plan, null));
    }

    @Operation
    public List<String> takeAll() {
        List<String> ids = new ArrayList<>();
        for (SendOperation send = mailbox.takeAll(); send != null; send = send.next) {
            ids.add(send.messageId());
        }
        return ids;
    }

    @Test
    void underStress() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .check(MailboxStressTest.class);
    }
}
