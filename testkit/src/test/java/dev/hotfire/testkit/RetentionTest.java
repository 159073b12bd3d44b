// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Journal;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster takes no more memory than it was told to, however much is sent to it. */
class RetentionTest {
    private static final int BODY_BYTES = 1_024;
    private static final int PER_REQUEST = 100;
    private static final int REQUESTS = 1_000;
    private static final long LOG_BYTES = 4 << 20;
    private static final int JOURNAL_ENTRIES = 50;
    private static final long JOURNAL_BYTES = 2 << 20;

    /** Log, journal and what they take beside the bodies; a fifth of what was sent. */
    private static final long MAX_GROWTH_BYTES = 20 << 20;

    /** With an index by unique key, too, once somebody has asked for one. */
    @Test
    void aHundredMebibytesTakeNoMoreThanIsKeptOfThem() {
        try (FakeCluster cluster = FakeCluster.builder()
                        .topic("orders", 4)
                        .retainBytes(LOG_BYTES)
                        .journal(new Journal(JOURNAL_ENTRIES, JOURNAL_BYTES))
                        .start();
                RawProducer producer = new RawProducer(cluster, "broker-a")) {
            int number = send(producer, 0, 100);
            assertThat(cluster.storedWithUniqueKey("k1")).isEmpty();
            long before = usedHeap();
            number = send(producer, number, REQUESTS);

            List<StoredMessage> kept = cluster.stored("orders");
            assertThat(kept.stream()
                            .mapToLong(message -> message.encode().length)
                            .sum())
                    .isBetween(LOG_BYTES - 2 * BODY_BYTES, LOG_BYTES);
            assertThat(kept.get(kept.size() - 1).messageId()).isEqualTo("k" + (number - 1));
            assertThat(cluster.storedWithUniqueKey("k" + (number - 1))).hasSize(1);
            assertThat(cluster.broker("broker-a").log().dropped()).isEqualTo(number - kept.size());
            assertThat(cluster.journal().entries()).isNotEmpty().hasSizeLessThanOrEqualTo(JOURNAL_ENTRIES);
            assertThat(cluster.journal().entries().stream()
                            .mapToLong(entry -> entry.request().body().length)
                            .sum())
                    .isLessThanOrEqualTo(JOURNAL_BYTES);
            assertThat(usedHeap() - before).isLessThan(MAX_GROWTH_BYTES);
        }
    }

    private static int send(RawProducer producer, int first, int requests) {
        int number = first;
        for (int i = 0; i < requests; i++) {
            List<BatchBody.Element> elements = new ArrayList<>();
            for (int k = 0; k < PER_REQUEST; k++) {
                elements.add(
                        new BatchBody.Element(0, new byte[BODY_BYTES], Map.of(PropertyNames.UNIQ_KEY, "k" + number++)));
            }
            Frame answer = producer.call(new SendRequestHeader(
                            "pg", "orders", "TBW102", 4, i % 4, 0, 0, 0, "", 0, false, null, true, "broker-a")
                    .writeTo(Frame.request(RequestCode.SEND_BATCH_MESSAGE))
                    .body(BatchBody.encode(elements)));
            assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
        }
        return number;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
