// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes the ids that a client gives its messages (W-13.1, {@link UniqueId}). For any number of threads. No two ids of
 * one generator are the same.
 *
 * <p>The layout alone does not promise that: the official generator repeats itself when its clock goes back, when a
 * millisecond sees more than 65,536 ids, and when the same millisecond of the next month meets the same counter
 * (B-ID-02). Here time and counter are one number that only grows: a full counter borrows the next millisecond, and a
 * clock that stands or goes back a little is waited for. Where the number cannot grow, at the start of a month and
 * after the clock went back further than ids should lie about their time, a new {@link Period} begins, and periods
 * differ in their discriminator.
 */
public final class UniqueIds {
    /** How far the clock may go back before ids follow it; the official generator's figure. */
    private static final long TOLERATED_STEP_BACK_MILLIS = 1_000_000;

    private static final int COUNTER_BITS = 16;

    /** Each thread keeps room for this many: a batch is rarely larger. */
    private static final int MOST_KEPT_IDS = 1_000;

    private final byte[] address;
    private final int processId;
    private final LongSupplier wallClockMillis;
    private final ZoneId zone;
    private final ThreadLocal<byte[]> rooms = ThreadLocal.withInitial(() -> new byte[idLength()]);
    private volatile Period period;

    /**
     * A generator, which reads the clock once to know the month.
     *
     * @param address         the client's address, 4 or 16 bytes
     * @param processId       only its low 16 bits count
     * @param discriminator   differs between generators of one process; best drawn at random, since addresses and
     *     process ids are often the same in containers
     * @param wallClockMillis ms since the epoch; read once per id
     * @param zone            where months begin
     */
    public UniqueIds(byte[] address, int processId, int discriminator, LongSupplier wallClockMillis, ZoneId zone) {
        this.address = IpAddress.of(address).toBytes();
        this.processId = processId;
        this.wallClockMillis = requireNonNull(wallClockMillis, "wallClockMillis");
        this.zone = requireNonNull(zone, "zone");
        this.period = newPeriod(wallClockMillis.getAsLong(), discriminator);
    }

    /** The length of every id of this generator: 32 or 56. */
    public int idLength() {
        return 2 * address.length + UniqueId.DIGITS_AFTER_ADDRESS;
    }

    /** A new id as text. */
    public String next() {
        // A text copies what it is made of, so that may be used again.
        byte[] text = rooms.get();
        next(text, 0);
        return new String(text, 0, idLength(), StandardCharsets.ISO_8859_1);
    }

    /**
     * New ids as one text, separated by commas.
     *
     * @param count how many, at least 1
     */
    public String joined(int count) {
        int step = idLength() + 1;
        byte[] text = rooms.get();
        if (text.length < count * step) {
            text = new byte[count * step];
            if (count <= MOST_KEPT_IDS) {
                rooms.set(text);
            }
        }
        for (int i = 0; i < count; i++) {
            next(text, i * step);
            text[i * step + step - 1] = ',';
        }
        return new String(text, 0, count * step - 1, StandardCharsets.ISO_8859_1);
    }

    /** Writes a new id as ASCII, {@link #idLength} bytes of it. Allocates nothing. */
    public void next(byte[] out, int at) {
        long now = wallClockMillis.getAsLong();
        Period current = period;
        if (!current.covers(now)) {
            current = renew(now);
        }
        current.next(now, out, at);
    }

    private synchronized Period renew(long now) {
        Period current = period;
        if (!current.covers(now)) {
            current = newPeriod(now, current.discriminator + 1);
            period = current;
        }
        return current;
    }

    private Period newPeriod(long now, int discriminator) {
        LocalDate month = UniqueId.monthOf(now, zone);
        byte[] prefix = new byte[idLength() - 12];
        Hex.put(prefix, 0, address);
        Hex.put(prefix, 2 * address.length, processId, 4);
        Hex.put(prefix, 2 * address.length + 4, discriminator, 8);
        return new Period(
                discriminator, prefix, UniqueId.startOf(month, zone), UniqueId.startOf(month.plusMonths(1), zone), now);
    }

    /** A stretch of time, within one month, in which time and counter together only grow. */
    private static final class Period {
        private final int discriminator;
        private final byte[] prefix;
        private final long monthStartMillis;
        private final long monthEndMillis;

        /** The last id's milliseconds since the month's start, and its counter in the lowest 16 bits. */
        private final AtomicLong last;

        Period(int discriminator, byte[] prefix, long monthStartMillis, long monthEndMillis, long nowMillis) {
            this.discriminator = discriminator;
            this.prefix = prefix;
            this.monthStartMillis = monthStartMillis;
            this.monthEndMillis = monthEndMillis;
            this.last = new AtomicLong(((nowMillis - monthStartMillis) << COUNTER_BITS) - 1);
        }

        boolean covers(long now) {
            long lastMillis = monthStartMillis + (last.get() >> COUNTER_BITS);
            return now < monthEndMillis && lastMillis - now < TOLERATED_STEP_BACK_MILLIS;
        }

        void next(long now, byte[] out, int at) {
            long earliest = (now - monthStartMillis) << COUNTER_BITS;
            long before;
            long stamp;
            do {
                before = last.get();
                stamp = Math.max(before + 1, earliest);
            } while (!last.compareAndSet(before, stamp));
            System.arraycopy(prefix, 0, out, at, prefix.length);
            Hex.put(out, at + prefix.length, stamp, 12);
        }
    }
}
