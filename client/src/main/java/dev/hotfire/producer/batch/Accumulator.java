// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import dev.hotfire.producer.connect.Deadlines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where messages wait for others of their kind. A batch goes when it has more bytes than it should (B-ACCUM-07), when
 * somebody in it has waited long enough, or when all are told to go; an eager one also when no other of its key is under way. Has no thread and no clock of its own; confined to the
 * loop.
 *
 * <p>Whoever is added leaves once: with a batch, or by {@link #remove}. Members of a key leave in the order in which they
 * came.
 */
public final class Accumulator<M extends Member> {
    /** Takes over what goes. */
    public interface Departure<M extends Member> {
        /**
         * A batch goes; its members have left the accumulator. Its end is owed to {@link Accumulator#onEnded}.
         *
         * @param members at least one, all of one key, in order
         */
        void depart(List<M> members, long nowNanos);
    }

    private final Deadlines deadlines;
    private final Departure<M> departure;
    private final Map<BatchKey, Accumulation<M>> waiting = new LinkedHashMap<>();

    /** How many batches of a key have gone and did not come to an end yet. */
    private final Map<BatchKey, Integer> underWay = new HashMap<>();

    public Accumulator(Deadlines deadlines, Departure<M> departure) {
        this.deadlines = deadlines;
        this.departure = departure;
    }

    /** Takes a member in; it may go at once. */
    public void add(M member, long nowNanos) {
        Accumulation<M> company = waiting.get(member.key());
        if (company != null && member.encodedBytes() > member.maxEncodedBytes() - company.encodedBytes) {
            company.depart(nowNanos);
            company = null;
        }
        if (company == null) {
            company = new Accumulation<>(this);
            waiting.put(member.key(), company);
        }
        company.add(member, nowNanos);
    }

    /** Takes a member out, for whoever no longer waits. False if it is not there: it went with a batch, or never came. */
    public boolean remove(M member) {
        Accumulation<?> company = member.company;
        if (company == null) {
            return false;
        }
        company.remove(member);
        return true;
    }

    /** Lets the eager go that have nobody of their key before them: what was added in one go, goes in one. */
    public void departEager(long nowNanos) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Accumulation<M> company : List.copyOf(waiting.values())) {
            // One that departs may bring others of its kind to an end at once.
            if (company.isWaiting() && company.isEager()) {
                company.depart(nowNanos);
            }
        }
    }

    /** A batch of this key, which has departed, has come to its end: those behind it may go. */
    public void onEnded(BatchKey key, long nowNanos) {
        underWay.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        Accumulation<M> company = waiting.get(key);
        if (company != null && company.isEager()) {
            company.depart(nowNanos);
        }
    }

    /** Lets all go that wait. */
    public void departAll(long nowNanos) {
        for (Accumulation<M> company : List.copyOf(waiting.values())) {
            company.depart(nowNanos);
        }
    }

    /** Takes out all that wait, for whoever can't let them go any more. */
    public List<M> removeAll() {
        List<M> all = new ArrayList<>();
        for (Accumulation<M> company : List.copyOf(waiting.values())) {
            all.addAll(company.disband());
        }
        return all;
    }

    /** How many batches are being gathered. */
    public int size() {
        return waiting.size();
    }

    /** Members of one key that wait, and when they go. */
    static final class Accumulation<M extends Member> extends Deadlines.Entry {
        private final Accumulator<M> owner;
        private List<M> members = new ArrayList<>();
        private int bodyBytes;
        private int encodedBytes;
        private long departureNanos;

        Accumulation(Accumulator<M> owner) {
            this.owner = owner;
        }

        void add(M member, long nowNanos) {
            member.company = this;
            members.add(member);
            bodyBytes += member.bodyBytes();
            encodedBytes += member.encodedBytes();
            if (bodyBytes > member.batchBytes()) {
                depart(nowNanos);
            } else if (members.size() == 1 || member.departureNanos() - departureNanos < 0) {
                departureNanos = member.departureNanos();
                owner.deadlines.set(this, departureNanos);
            }
        }

        void remove(Member member) {
            members.remove(member);
            member.company = null;
            bodyBytes -= member.bodyBytes();
            encodedBytes -= member.encodedBytes();
            if (members.isEmpty()) {
                owner.waiting.remove(member.key());
                owner.deadlines.remove(this);
            }
        }

        boolean isWaiting() {
            return !members.isEmpty();
        }

        /** Whether it would rather go than wait for others, as nobody of its kind is before it. */
        boolean isEager() {
            Member first = members.get(0);
            return first.eager() && !owner.underWay.containsKey(first.key());
        }

        void depart(long nowNanos) {
            List<M> leaving = disband();
            owner.underWay.merge(leaving.get(0).key(), 1, Integer::sum);
            owner.departure.depart(leaving, nowNanos);
        }

        /** First out of all books, then on: whoever takes over may add a member of the same key. */
        List<M> disband() {
            List<M> leaving = members;
            members = List.of();
            owner.waiting.remove(leaving.get(0).key());
            owner.deadlines.remove(this);
            leaving.forEach(member -> member.company = null);
            return leaving;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            depart(nowNanos);
        }
    }
}
