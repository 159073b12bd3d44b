// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.BatchSplitter;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.UniqueIds;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Batches cut to size, held against what is really sent. */
class BatchSplitterTest {
    private static final ProducerConfig CONFIG =
            ProducerConfig.builder("g").nameServers("127.0.0.1:9876").build();

    private final UniqueIds shortIds = ids("127.0.0.1");
    private final UniqueIds longIds = ids("2001:db8::1");

    private static UniqueIds ids(String address) {
        return new UniqueIds(IpAddress.parse(address).toBytes(), 1, 7, () -> 1_700_000_000_000L, ZoneOffset.UTC);
    }

    private static int wireBytes(List<Message> batch, UniqueIds ids) {
        return Payload.ofBatch(batch, CONFIG, ids).body().length();
    }

    @Property
    @Tag("B-BATCH-04")
    void everyMessageIsInOneBatchInOrderAndNoBatchIsTooLarge(
            @ForAll("messages") List<Message> messages, @ForAll @IntRange(min = 400, max = 3_000) int maxBytes) {
        List<Message> seen = new ArrayList<>();
        List<List<Message>> batches = new ArrayList<>();
        BatchSplitter splitter = BatchSplitter.split(messages, maxBytes);
        for (List<Message> batch : splitter) {
            assertThat(wireBytes(batch, shortIds)).isLessThanOrEqualTo(maxBytes);
            assertThat(wireBytes(batch, longIds)).isLessThanOrEqualTo(maxBytes);
            batches.add(batch);
            seen.addAll(batch);
        }
        assertThat(seen).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(messages);
        assertThat(splitter.size()).isEqualTo(batches.size());
        // As long as can be: the first of the next would not have fitted.
        for (int i = 1; i < batches.size(); i++) {
            List<Message> longer = new ArrayList<>(batches.get(i - 1));
            longer.add(batches.get(i).get(0));
            assertThat(longer.stream().mapToLong(BatchSplitter::bytesInBatch).sum())
                    .isGreaterThan(maxBytes);
        }
    }

    @Property(tries = 200)
    void whatIsCountedIsWhatIsWrittenWithTheLongestId(@ForAll("messages") List<Message> messages) {
        for (Message message : messages) {
            boolean own = message.property("UNIQ_KEY") != null;
            assertThat(BatchSplitter.bytesInBatch(message))
                    .isEqualTo(wireBytes(List.of(message), longIds))
                    .isEqualTo(wireBytes(List.of(message), shortIds) + (own ? 0 : 24));
        }
    }

    @Example
    @Tag("B-BATCH-03")
    void aMessageThatIsTooLargeAloneIsNamed() {
        Message small = Message.of("t", new byte[10]);
        long smallBytes = BatchSplitter.bytesInBatch(small);
        Message large = Message.of("t", new byte[1_000]);
        assertThatThrownBy(() -> BatchSplitter.split(List.of(small, small, large), 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages[2]: " + (smallBytes + 990)
                        + " bytes in a batch, alone (expected: at most maxBytes, 1000)");
        assertThatThrownBy(() -> BatchSplitter.split(Arrays.asList(small, null), 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages[1]: null (expected: one)");
        assertThatThrownBy(() -> BatchSplitter.split(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes: 0 (expected: >= 1)");
        assertThat(BatchSplitter.split(List.of(), 1)).isEmpty();
        assertThat(BatchSplitter.split(List.of(small), (int) smallBytes)).containsExactly(List.of(small));
    }

    @Provide
    Arbitrary<List<Message>> messages() {
        Arbitrary<Integer> bodies = Arbitraries.integers().between(1, 150);
        Arbitrary<String> words = Arbitraries.strings()
                .withChars("aü订")
                .withChars(new char[] {' '})
                .ofMaxLength(20);
        Arbitrary<Integer> shapes = Arbitraries.integers().between(0, 7);
        return Combinators.combine(bodies, words, shapes)
                .as((bytes, word, shape) -> {
                    Message.Builder message =
                            Message.builder("t").body(new byte[bytes]).keys(word);
                    if ((shape & 1) != 0) {
                        message.waitStoreOk(true);
                    }
                    if ((shape & 2) != 0) {
                        message.system("UNIQ_KEY", "mine" + word);
                    }
                    if ((shape & 4) != 0) {
                        message.tags("🚀" + word);
                    }
                    return message.build();
                })
                .list()
                .ofMaxSize(30);
    }
}
