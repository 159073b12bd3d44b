// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StoredMessageTest {
    private static StoredMessage message(String topic, Map<String, String> properties) {
        IpPort host = new IpPort(IpAddress.LOOPBACK, 1);
        return new StoredMessage(topic, 0, 0, 0, 0, 0, 0, host, 0, host, 0, 0, new byte[] {1, 2}, properties);
    }

    @Property(tries = 500)
    void messagesComeBackAsTheyWent(@ForAll("messages") List<StoredMessage> messages) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        messages.forEach(message -> wire.writeBytes(message.encode()));
        assertThat(StoredMessage.decodeAll(wire.toByteArray())).isEqualTo(messages);
    }

    @Test
    void theAddressesDecideTheAddressBits() {
        IpPort v4 = new IpPort(IpAddress.LOOPBACK, 1);
        IpPort v6 = new IpPort(IpAddress.parse("::1"), 1);
        StoredMessage message = new StoredMessage("t", 0, 0, 0, 0, 0x31, 0, v6, 0, v4, 0, 0, new byte[0], Map.of());
        assertThat(message.sysFlag()).isEqualTo(0x11);
    }

    @Test
    void theBrokersIdStandsInForAClientsThatIsNotThere() {
        StoredMessage message = message("t", Map.of());
        assertThat(message.messageId())
                .isEqualTo(message.offsetMessageId().format())
                .isEqualTo("7F000001000000010000000000000000");
        assertThat(message("t", Map.of("UNIQ_KEY", "U")).messageId()).isEqualTo("U");
    }

    @Test
    void topicsFromA128thByteOnTakeTheSecondLayout() {
        for (int length : new int[] {1, 127, 128, 32_767}) {
            StoredMessage message = message("t".repeat(length), Map.of("a", "b"));
            byte[] wire = message.encode();
            assertThat(wire[7]).isEqualTo((byte) (length > 127 ? 0xAB : 0xA7));
            assertThat(StoredMessage.decode(wire)).isEqualTo(message);
        }
        assertThatThrownBy(() -> message("t".repeat(32_768), Map.of()).encode())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic of 32768 bytes");
    }

    @Test
    void propertiesThatTheirLengthFieldCannotSayAreRefused() {
        assertThat(StoredMessage.decode(
                                message("t", Map.of("n", "v".repeat(32_764))).encode())
                        .properties())
                .containsKey("n");
        assertThatThrownBy(() -> message("t", Map.of("n", "v".repeat(32_765))).encode())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("properties of 32768 bytes");
    }

    @Test
    void bytesAfterTheMessageAreRefusedByOneReaderAndReadByTheOther() {
        byte[] two = Arrays.copyOf(message("t", Map.of()).encode(), 200);
        assertThatThrownBy(() -> StoredMessage.decode(two))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("after a stored message");
        assertThatThrownBy(() -> StoredMessage.decodeAll(two))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("stored message size: 0");
        assertThat(StoredMessage.decodeAll(new byte[0])).isEmpty();
    }

    @Test
    void lengthsAreHeldAgainstTheEndOfTheMessage() {
        byte[] wire = message("topic", Map.of("a", "b")).encode();
        assertMalformed(wire, b -> b.putInt(0, wire.length + 1), "stored message size");
        assertMalformed(wire, b -> b.putInt(0, 90), "stored message size: 90");
        assertMalformed(wire, b -> b.putInt(4, 0xCBD4_3194), "magic: cbd43194");
        assertMalformed(wire, b -> b.putInt(84, Integer.MAX_VALUE), "body length: 2147483647");
        assertMalformed(wire, b -> b.putInt(84, -1), "body length: -1");
        assertMalformed(wire, b -> b.put(90, (byte) 0x80), "topic length: -128");
        assertMalformed(wire, b -> b.put(90, (byte) 12), "topic length: 12");
        assertMalformed(wire, b -> b.putShort(96, (short) 5), "properties length: 5");
        assertMalformed(wire, b -> b.putShort(96, (short) -1), "properties length: -1");
    }

    @Test
    void noFieldOfAMessageReachesIntoTheNext() {
        byte[] one = message("topic", Map.of("a", "b")).encode();
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        ByteBuffer.wrap(two).putShort(96, (short) 50);
        assertThatThrownBy(() -> StoredMessage.decodeAll(two))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("properties length: 50 (expected: 0 to 4");
    }

    /** Some writers pad: what a message says of itself is where the next one begins. */
    @Test
    void roomAtTheEndOfAMessageIsSkipped() {
        byte[] wire = message("topic", Map.of("a", "b")).encode();
        ByteBuffer padded = ByteBuffer.allocate(2 * (wire.length + 3));
        for (int i = 0; i < 2; i++) {
            padded.putInt(wire.length + 3).put(wire, 4, wire.length - 4).put(new byte[3]);
        }
        assertThat(StoredMessage.decodeAll(padded.array())).hasSize(2).containsOnly(StoredMessage.decode(wire));
    }

    @Test
    void batchesComeBackAsTheyWentAndContradictionsAreRefused() {
        List<BatchBody.Element> elements = List.of(
                new BatchBody.Element(1, "a".getBytes(StandardCharsets.UTF_8), Map.of("n", "v")),
                new BatchBody.Element(-1, new byte[0], Map.of()));
        byte[] wire = BatchBody.encode(elements);
        assertThat(wire).hasSize(BatchBody.elementBytes(1, 4) + BatchBody.elementBytes(0, 0));
        assertThat(BatchBody.decode(wire)).isEqualTo(elements);
        assertThat(BatchBody.decode(new byte[0])).isEmpty();

        assertMalformedBatch(wire, b -> b.putInt(0, 26), "properties length: 4 (expected: 0 to 3");
        assertMalformedBatch(wire, b -> b.putInt(0, 28), "expected: 27, the sum of its parts");
        assertMalformedBatch(wire, b -> b.putInt(0, 21), "batch element size: 21");
        assertMalformedBatch(wire, b -> b.putInt(0, 1000), "batch element size: 1000");
        assertMalformedBatch(wire, b -> b.putInt(16, 6), "batch element body length: 6");
        assertMalformedBatch(wire, b -> b.putInt(16, -1), "batch element body length: -1");
        assertMalformedBatch(wire, b -> b.putShort(21, (short) 5), "properties length: 5");
        assertThatThrownBy(() -> BatchBody.decode(Arrays.copyOf(wire, wire.length - 1)))
                .isInstanceOf(MalformedMessageException.class);
    }

    /** The official encoder cuts the length off, and no one can read the batch. */
    @Test
    void propertiesOf32KibibytesDoNotFitABatch() {
        assertThatThrownBy(() -> BatchBody.encode(
                        List.of(new BatchBody.Element(0, new byte[0], Map.of("n", "v".repeat(32_765))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("properties of 32768 bytes (expected: at most 32767)");
    }

    private static void assertMalformed(byte[] sound, Consumer<ByteBuffer> damage, String message) {
        byte[] wire = sound.clone();
        damage.accept(ByteBuffer.wrap(wire));
        assertThatThrownBy(() -> StoredMessage.decode(wire))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(message);
    }

    private static void assertMalformedBatch(byte[] sound, Consumer<ByteBuffer> damage, String message) {
        byte[] wire = sound.clone();
        damage.accept(ByteBuffer.wrap(wire));
        assertThatThrownBy(() -> BatchBody.decode(wire))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(message);
    }

    @Provide
    Arbitrary<List<StoredMessage>> messages() {
        Arbitrary<IpPort> hosts = Combinators.combine(
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofSize(4)
                                .injectDuplicates(0.1)
                                .map(IpAddress::of),
                        Arbitraries.bytes().array(byte[].class).ofSize(16).map(IpAddress::of),
                        Arbitraries.of(true, false),
                        Arbitraries.integers())
                .as((v4, v6, useV6, port) -> new IpPort(useV6 ? v6 : v4, port));
        Arbitrary<String> topics = Arbitraries.strings()
                .withCharRange('%', 'z')
                .withChars('é', '中')
                .ofMaxLength(140);
        Arbitrary<Map<String, String>> properties = Arbitraries.maps(
                        Arbitraries.strings()
                                .withCharRange('A', 'Z')
                                .ofMinLength(1)
                                .ofMaxLength(8),
                        Arbitraries.strings()
                                .withCharRange(' ', '\u2fff')
                                .ofMinLength(1)
                                .ofMaxLength(8))
                .ofMaxSize(5);
        Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<Integer> ints = Arbitraries.integers();
        Arbitrary<Long> longs = Arbitraries.longs();
        Arbitrary<int[]> someInts = ints.array(int[].class).ofSize(4);
        Arbitrary<long[]> someLongs = longs.array(long[].class).ofSize(5);
        return Combinators.combine(topics, someInts, someLongs, hosts, hosts, bodies, properties)
                .as((topic, i, l, born, store, body, props) -> new StoredMessage(
                        topic, i[0], i[1], l[0], l[1], i[2], l[2], born, l[3], store, i[3], l[4], body, props))
                .list()
                .ofMaxSize(4);
    }
}
