// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UniqueIdsTest {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final long MAY_17 = Instant.parse("2026-05-17T08:00:00Z").toEpochMilli();

    private final AtomicLong clock = new AtomicLong(MAY_17);

    private UniqueIds ids(ZoneId zone) {
        return new UniqueIds(LOOPBACK, 0x1_0007, 0x266C_6F8F, clock::get, zone);
    }

    @Tag("B-ID-01")
    @Test
    void anIdSaysWhoMadeItAndWhen() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        UniqueId id = UniqueId.parse(ids(zone).next());
        long monthStart = Instant.parse("2026-04-30T16:00:00Z").toEpochMilli();
        assertThat(id).isEqualTo(new UniqueId(IpAddress.LOOPBACK, 7, 0x266C_6F8F, MAY_17 - monthStart, 0));
        assertThat(id.nearlyMadeAt(MAY_17 + 1, zone)).isEqualTo(Instant.ofEpochMilli(MAY_17));
    }

    @Test
    void anIdOfLastMonthIsDatedLastMonth() {
        UniqueId id = UniqueId.parse(ids(ZoneOffset.UTC).next());
        long june = Instant.parse("2026-06-03T00:00:00Z").toEpochMilli();
        assertThat(id.nearlyMadeAt(june, ZoneOffset.UTC)).isEqualTo(Instant.ofEpochMilli(MAY_17));
    }

    @Tag("B-ID-01")
    @Tag("B-ID-03")
    @Test
    void anIdOfAnIpv6ClientHas56Digits() {
        UniqueIds ids = new UniqueIds(IpAddress.parse("2001:db8::1").toBytes(), 258, 1, clock::get, ZoneOffset.UTC);
        assertThat(ids.idLength()).isEqualTo(56);
        assertThat(ids.next()).hasSize(56).startsWith("20010DB8000000000000000000000001010200000001");
    }

    @Test
    void anIdCanBeWrittenInPlace() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        byte[] out = new byte[34];
        ids.next(out, 1);
        UniqueId written = UniqueId.parse(new String(out, 1, 32, StandardCharsets.US_ASCII));
        assertThat(written.counter()).isZero();
        assertThat(out[0]).isZero();
        assertThat(out[33]).isZero();
        assertThat(UniqueId.parse(ids.next()).counter()).isEqualTo(1);
    }

    /** Few and many by turns: what a thread keeps from one to the next must not show. */
    @Test
    void idsOfABatchAreOneText() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        int made = 0;
        for (int count : new int[] {1, 3, 2_000, 2, 1_000, 1}) {
            String[] all = ids.joined(count).split(",", -1);
            assertThat(all).hasSize(count);
            for (String id : all) {
                assertThat(UniqueId.parse(id).counter()).isEqualTo(made++);
            }
            assertThat(UniqueId.parse(ids.next()).counter()).isEqualTo(made++);
        }
    }

    /** The official counter starts over after 65,536 ids, and in one millisecond it repeats them. */
    @Tag("B-ID-02")
    @Test
    void aMillisecondWithMoreIdsThanItsCounterHasBorrowsTheNext() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        Set<String> seen = new HashSet<>();
        String last = "";
        for (int i = 0; i < 150_000; i++) {
            String id = ids.next();
            assertThat(id).isGreaterThan(last);
            seen.add(id);
            last = id;
        }
        assertThat(seen).hasSize(150_000);
        assertThat(UniqueId.parse(last).nearlyMadeAt(MAY_17 + 10, ZoneOffset.UTC))
                .isEqualTo(Instant.ofEpochMilli(MAY_17 + 2));
    }

    @Tag("B-ID-02")
    @Test
    void aClockThatGoesBackALittleIsWaitedFor() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        UniqueId before = UniqueId.parse(ids.next());
        clock.addAndGet(-999_999);
        UniqueId after = UniqueId.parse(ids.next());
        assertThat(after.millisSinceMonthStart()).isEqualTo(before.millisSinceMonthStart());
        assertThat(after.counter()).isEqualTo(1);
    }

    @Tag("B-ID-02")
    @Test
    void aClockThatGoesBackFarIsFollowedUnderAnotherDiscriminator() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        UniqueId before = UniqueId.parse(ids.next());
        clock.addAndGet(-1_000_000);
        UniqueId after = UniqueId.parse(ids.next());
        assertThat(after.millisSinceMonthStart()).isEqualTo(before.millisSinceMonthStart() - 1_000_000);
        assertThat(after.discriminator()).isNotEqualTo(before.discriminator());
    }

    /** The layout has no month in it: the same millisecond a month later would be the same id. */
    @Tag("B-ID-02")
    @Test
    void theSameMillisecondOfTheNextMonthGivesAnotherId() {
        UniqueIds ids = ids(ZoneOffset.UTC);
        UniqueId may = UniqueId.parse(ids.next());
        clock.set(Instant.parse("2026-06-17T08:00:00Z").toEpochMilli());
        UniqueId june = UniqueId.parse(ids.next());
        assertThat(june.millisSinceMonthStart()).isEqualTo(may.millisSinceMonthStart());
        assertThat(june.counter()).isEqualTo(may.counter());
        assertThat(june.format()).isNotEqualTo(may.format());
    }

    @Property(tries = 200)
    void noIdComesTwiceWhateverTheClockDoes(
            @ForAll @Size(max = 60) List<@LongRange(min = -40L * 86_400_000, max = 40L * 86_400_000) Long> leaps,
            @ForAll @LongRange(min = 0, max = 20_000) long small) {
        AtomicLong leaping = new AtomicLong(MAY_17);
        UniqueIds ids = new UniqueIds(LOOPBACK, 1, -1, leaping::get, ZoneOffset.UTC);
        Set<String> seen = new HashSet<>();
        int made = 0;
        for (int i = 0; i < leaps.size(); i++) {
            // Every other leap is a small one, and every fifth goes to where the clock has been.
            leaping.addAndGet(i % 2 == 0 ? leaps.get(i) : small - 10_000);
            if (i % 5 == 0) {
                leaping.set(MAY_17);
            }
            for (int j = 0; j < 5; j++) {
                seen.add(ids.next());
                made++;
            }
        }
        assertThat(seen).hasSize(made);
    }

    @Test
    void noIdComesTwiceFromSeveralThreads() throws Exception {
        // The clock jumps about while they run, so that periods are renewed under way.
        AtomicLong ticks = new AtomicLong();
        UniqueIds ids = new UniqueIds(
                LOOPBACK, 1, 7, () -> MAY_17 + (ticks.incrementAndGet() % 1_000) * 5_000_000, ZoneOffset.UTC);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                parts.add(threads.submit(() -> {
                    List<String> part = new ArrayList<>();
                    for (int i = 0; i < 25_000; i++) {
                        part.add(ids.next());
                    }
                    return part;
                }));
            }
            Set<String> seen = new HashSet<>();
            for (Future<List<String>> part : parts) {
                seen.addAll(part.get());
            }
            assertThat(seen).hasSize(100_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Property
    void idsComeBackAsTheyWent(
            @ForAll @Size(4) byte[] address,
            @ForAll int port,
            @ForAll long offset,
            @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long millis) {
        OffsetMessageId offsetId = new OffsetMessageId(address, port, offset);
        assertThat(OffsetMessageId.parse(offsetId.format())).isEqualTo(offsetId);
        assertThat(OffsetMessageId.parse(offsetId.format().toLowerCase(Locale.ROOT)))
                .isEqualTo(offsetId);
        UniqueId id = new UniqueId(IpAddress.of(address), port & 0xFFFF, port, millis, (int) offset & 0xFFFF);
        assertThat(UniqueId.parse(id.format())).isEqualTo(id);
    }

    @Test
    void whatIsNoIdIsRefused() {
        for (String text : List.of("", "7F", "G".repeat(32), "٣".repeat(32), "0".repeat(57))) {
            assertThatThrownBy(() -> UniqueId.parse(text)).isInstanceOf(MalformedIdException.class);
            assertThatThrownBy(() -> OffsetMessageId.parse(text)).isInstanceOf(MalformedIdException.class);
        }
    }

    @Test
    void whatIsNoRecallHandleIsRefused() {
        for (String plain : List.of("", "v1", "v2 t b 1 id", "v1 t b x id", "v1 t b 1 id more", "v1  b 1 id")) {
            String handle = Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> RecallHandle.decode(handle)).isInstanceOf(MalformedIdException.class);
        }
        assertThatThrownBy(() -> RecallHandle.decode("not base64!"))
                .isInstanceOf(MalformedIdException.class)
                .hasMessageContaining("not base64!");
        assertThatThrownBy(() -> new RecallHandle("a topic", "b", 1, "id"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesAreReadWithoutANameService() {
        assertThat(IpAddress.parse("192.0.2.7")).hasToString("192.0.2.7");
        assertThat(IpAddress.parse("2001:db8::1").isV6()).isTrue();
        assertThat(new IpPort(IpAddress.parse("2001:db8::1"), 9)).hasToString("[2001:db8::1]:9");
        assertThatThrownBy(() -> IpAddress.parse("localhost")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
        byte[] mapped = IpAddress.parse("::ffff:192.0.2.7").toBytes();
        assertThat(IpAddress.of(mapped).isV6()).isTrue();
        assertThat(IpAddress.of(mapped).toInetAddress().getAddress()).hasSize(4);
    }
}
