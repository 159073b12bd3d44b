// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Who waits for whom, and how long; time is moved by hand. */
class AccumulatorTest {
    private static final int BATCH_BYTES = 100;
    private static final int MAX_ENCODED_BYTES = 1_000;
    private static final Duration DELAY = Duration.ofMillis(10);

    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<List<One>> departed = new ArrayList<>();
    private final Accumulator<One> accumulator =
            new Accumulator<>(deadlines, (members, nowNanos) -> departed.add(members));

    private final class One extends Member {
        private final int number;
        private final long departureNanos;

        One(int number, String tags, int bodyBytes, int encodedBytes, Duration patience) {
            super(new BatchKey("t", null, "true", tags, true), bodyBytes, encodedBytes);
            this.number = number;
            this.departureNanos = time.nanoTime() + patience.toNanos();
        }

        @Override
        protected int batchBytes() {
            return BATCH_BYTES;
        }

        @Override
        protected int maxEncodedBytes() {
            return MAX_ENCODED_BYTES;
        }

        @Override
        protected boolean eager() {
            return false;
        }

        @Override
        protected long departureNanos() {
            return departureNanos;
        }

        @Override
        public String toString() {
            return key().tags() + number;
        }
    }

    private One one(int number, String tags, int bodyBytes) {
        return new One(number, tags, bodyBytes, bodyBytes + 22, DELAY);
    }

    private One add(One member) {
        accumulator.add(member, time.nanoTime());
        return member;
    }

    /** The very bytes of the limit still wait; one more and they go. */
    @Example
    @Tag("B-ACCUM-07")
    void aBatchGoesOnceItHasMoreBytesThanItsLimit() {
        One first = add(one(1, "a", 60));
        One second = add(one(2, "a", 40));
        assertThat(departed).isEmpty();
        One third = add(one(3, "a", 1));
        assertThat(departed).containsExactly(List.of(first, second, third));
        assertThat(accumulator.size()).isZero();
        assertThat(deadlines.size()).isZero();
    }

    @Example
    @Tag("B-ACCUM-07")
    void aBatchGoesWhenItsFirstMemberHasWaitedLongEnoughAndNotBefore() {
        One first = add(one(1, "a", 1));
        time.advance(DELAY.dividedBy(2));
        One second = add(one(2, "a", 1));
        time.advance(DELAY.dividedBy(2).minusNanos(1));
        assertThat(departed).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(departed).containsExactly(List.of(first, second));
    }

    @Example
    @Tag("B-ACCUM-06")
    void onlyThoseOfOneKindTravelTogether() {
        BatchKey key = new BatchKey("t", null, "true", "a", true);
        assertThat(Set.of(
                        key,
                        new BatchKey("u", null, "true", "a", true),
                        new BatchKey("t", new MessageQueue("t", "b", 0), "true", "a", true),
                        new BatchKey("t", null, "false", "a", true),
                        new BatchKey("t", null, "true", null, true),
                        new BatchKey("t", null, "true", "a", false)))
                .hasSize(6);
        One a = add(one(1, "a", 1));
        One b = add(one(2, "b", 1));
        time.advance(DELAY);
        assertThat(departed).containsExactly(List.of(a), List.of(b));
    }

    /** What does not fit into one message any more starts the next batch. */
    @Example
    void aBatchNeverBecomesLargerThanAMessageMayBe() {
        One first = add(new One(1, "a", 1, 600, DELAY));
        One second = add(new One(2, "a", 1, 400, DELAY));
        assertThat(departed).isEmpty();
        One third = add(new One(3, "a", 1, 1, DELAY));
        assertThat(departed).containsExactly(List.of(first, second));
        accumulator.departAll(time.nanoTime());
        assertThat(departed).containsExactly(List.of(first, second), List.of(third));
    }

    @Example
    void whoIsTakenOutDoesNotGoAndHasNoTimerLeft() {
        One first = add(one(1, "a", 60));
        One second = add(one(2, "a", 30));
        assertThat(accumulator.remove(first)).isTrue();
        assertThat(accumulator.remove(first)).isFalse();
        One third = add(one(3, "a", 70));
        assertThat(departed).isEmpty();
        assertThat(accumulator.remove(second)).isTrue();
        assertThat(accumulator.remove(third)).isTrue();
        assertThat(accumulator.size()).isZero();
        assertThat(deadlines.size()).isZero();
        One fourth = add(one(4, "a", 1));
        assertThat(accumulator.removeAll()).containsExactly(fourth);
        time.advance(DELAY.multipliedBy(2));
        assertThat(departed).isEmpty();
    }

    @Example
    @Tag("B-ACCUM-05")
    void theBudgetIsExact() {
        ByteBudget budget = new ByteBudget();
        assertThat(budget.tryTake(60, 100)).isTrue();
        assertThat(budget.tryTake(41, 100)).isFalse();
        assertThat(budget.tryTake(40, 100)).isTrue();
        assertThat(budget.held()).isEqualTo(100);
        // A limit that was lowered meanwhile, and one that is larger than any number.
        assertThat(budget.tryTake(1, 10)).isFalse();
        assertThat(budget.tryTake(1, Long.MAX_VALUE)).isTrue();
        budget.giveBack(101);
        assertThat(budget.held()).isZero();
        assertThatThrownBy(() -> budget.giveBack(1)).isInstanceOf(IllegalStateException.class);
    }

    /**
     * What happens to an accumulator.
     *
     * @param kind  0 to 5 add, 6 takes the last one out, 7 lets all go, the rest is a passing of time
     * @param value bytes to add, or milliseconds
     */
    record Event(int kind, String tags, int value) {}

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(1, 60))
                .as(Event::new)
                .list()
                .ofMaxSize(80);
    }

    /** Nothing is lost, nothing goes twice, each key keeps its order, nobody waits too long, no batch is too large. */
    @Property(tries = 500)
    @Tag("B-ACCUM-05")
    @Tag("B-ACCUM-07")
    void everyMemberLeavesOnceInOrderAndInTime(@ForAll("events") List<Event> events) {
        ByteBudget budget = new ByteBudget();
        Map<One, Long> cameNanos = new LinkedHashMap<>();
        Set<One> left = new HashSet<>();
        Map<String, Integer> last = new LinkedHashMap<>();
        Accumulator<One> tested = new Accumulator<>(deadlines, (members, nowNanos) -> {
            int bytes = 0;
            int encodedBytes = 0;
            for (One member : members) {
                assertThat(left.add(member)).as(member + " goes once").isTrue();
                assertThat(member.number)
                        .isGreaterThan(last.getOrDefault(member.key().tags(), -1));
                assertThat(member.key()).isEqualTo(members.get(0).key());
                assertThat(time.nanoTime() - cameNanos.get(member)).isLessThanOrEqualTo(DELAY.toNanos());
                last.put(member.key().tags(), member.number);
                budget.giveBack(member.bodyBytes());
                bytes += member.bodyBytes();
                encodedBytes += member.encodedBytes();
            }
            assertThat(bytes - members.get(members.size() - 1).bodyBytes()).isLessThanOrEqualTo(BATCH_BYTES);
            assertThat(encodedBytes).isLessThanOrEqualTo(MAX_ENCODED_BYTES);
        });
        int number = 0;
        One latest = null;
        for (Event event : events) {
            if (event.kind <= 5) {
                latest = new One(number++, event.tags, event.value, event.value + 200, DELAY);
                assertThat(budget.tryTake(latest.bodyBytes(), Long.MAX_VALUE)).isTrue();
                cameNanos.put(latest, time.nanoTime());
                tested.add(latest, time.nanoTime());
            } else if (event.kind == 6 && latest != null) {
                if (tested.remove(latest)) {
                    assertThat(left.add(latest)).isTrue();
                    budget.giveBack(latest.bodyBytes());
                }
            } else if (event.kind == 7) {
                tested.departAll(time.nanoTime());
                assertThat(left).isEqualTo(cameNanos.keySet());
            } else {
                pass(event.value);
            }
            assertThat(budget.held())
                    .isEqualTo(cameNanos.keySet().stream()
                            .filter(member -> !left.contains(member))
                            .mapToLong(Member::bodyBytes)
                            .sum());
        }
        pass((int) DELAY.toMillis());
        assertThat(left).isEqualTo(cameNanos.keySet());
        assertThat(budget.held()).isZero();
        assertThat(tested.size()).isZero();
        assertThat(deadlines.size()).isZero();
    }

    /** A millisecond at a time, so that nothing is later than its timer. */
    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            time.advance(Duration.ofMillis(1));
        }
    }
}
