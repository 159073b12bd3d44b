// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.StoredMessage;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed bodies on their way through attempts. */
class CompressedSendTest {
    /** The official client compresses for each synchronous attempt again, and so reads the caller's array again. */
    @Test
    @Tag("B-COMPRESS-06")
    @Tag("B-ASYNC-15")
    void aBodyIsCompressedOnceForAllAttempts() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            byte[] body = new byte[10_000];
            CompletableFuture<SendResult> send = bench.producer.sendAsync(Message.of("orders", body));
            Arrays.fill(body, (byte) 1);
            SendResult result = bench.await(send);
            assertThat(result.attempts()).isEqualTo(3);
            assertThat(bench.sends().subList(1, 4))
                    .allSatisfy(entry -> assertThat(
                                    SendRequestHeader.from(entry.request()).sysFlag())
                            .isEqualTo(0x301))
                    .extracting(JournalEntry::request)
                    .extracting(request -> Arrays.hashCode(request.body()))
                    .containsOnly(Arrays.hashCode(bench.sends().get(1).request().body()));
            StoredMessage stored =
                    bench.cluster.storedWithUniqueKey(result.messageId()).get(0);
            assertThat(stored.decompressed(20_000).body()).isEqualTo(new byte[10_000]);
        }
    }
}
