// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<String> woken = new ArrayList<>();

    private final class Named extends Deadlines.Entry {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            woken.add(name);
        }
    }

    @Test
    @Tag("B-REMOTE-09")
    void wakesNobodyOneNanosecondTooEarly() {
        deadlines.set(new Named("a"), time.nanoTime() + 10_000);
        time.advance(Duration.ofNanos(9_999));
        assertThat(woken).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(woken).containsExactly("a");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void equalDeadlinesWakeInTheOrderInWhichTheyWereSet() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            deadlines.set(new Named(name), time.nanoTime() + 5);
        }
        time.advance(Duration.ofNanos(5));
        assertThat(woken).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void anEarlierDeadlineOvertakesTheTimerThatRuns() {
        deadlines.set(new Named("late"), time.nanoTime() + 1_000);
        deadlines.set(new Named("early"), time.nanoTime() + 10);
        time.advance(Duration.ofNanos(10));
        assertThat(woken).containsExactly("early");
    }

    /** A collector's pause, a loop that was busy: the answer may have come in time and lie unread. */
    @Test
    void aTimerThatWasHeldUpLetsTheLoopReadFirst() {
        Named answered = new Named("answered");
        deadlines.set(answered, time.nanoTime() + 10_000);
        deadlines.set(new Named("silent"), time.nanoTime() + 10_000);
        time.loop().schedule(() -> deadlines.remove(answered), 20_000, TimeUnit.NANOSECONDS);
        time.advance(Duration.ofMillis(500));
        assertThat(woken).containsExactly("silent");
    }

    /** What takes its time in a turn is the reading of what piled up; when that is over, nothing more will come. */
    @Test
    void aTimerThatWasHeldUpWaitsUntilTheLoopHasReadAll() {
        Named answered = new Named("answered");
        deadlines.set(answered, time.nanoTime() + 10_000);
        deadlines.set(new Named("silent"), time.nanoTime() + 10_000);
        time.loop()
                .schedule(
                        () -> {
                            time.pass(Duration.ofMillis(2));
                            time.loop().schedule(() -> deadlines.remove(answered), 0, TimeUnit.NANOSECONDS);
                        },
                        20_000,
                        TimeUnit.NANOSECONDS);
        time.advance(Duration.ofMillis(20));
        assertThat(woken).containsExactly("silent");
    }

    @Test
    void theNextDeadlineIsMetAfterTheFirstWasRemoved() {
        Named gone = new Named("gone");
        deadlines.set(gone, time.nanoTime() + 10);
        deadlines.set(new Named("stays"), time.nanoTime() + 20);
        deadlines.remove(gone);
        time.advance(Duration.ofNanos(19));
        assertThat(woken).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(woken).containsExactly("stays");
    }

    @Test
    void settingAgainMoves() {
        Named moved = new Named("moved");
        deadlines.set(moved, time.nanoTime() + 10);
        deadlines.set(moved, time.nanoTime() + 30);
        assertThat(deadlines.size()).isEqualTo(1);
        time.advance(Duration.ofNanos(29));
        assertThat(woken).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(woken).containsExactly("moved");
    }

    /** One that threw took the timer along: nobody was woken any more, and every later send could wait for ever. */
    @Test
    void oneThatThrowsKeepsNobodyElseAsleep() {
        deadlines.set(
                new Deadlines.Entry() {
                    @Override
                    protected void onDeadline(long nowNanos) {
                        throw new IllegalStateException("broken");
                    }
                },
                time.nanoTime() + 10);
        deadlines.set(new Named("same time"), time.nanoTime() + 10);
        deadlines.set(new Named("later"), time.nanoTime() + 20);
        time.advance(Duration.ofNanos(10));
        time.advance(Duration.ofNanos(10));
        assertThat(woken).containsExactly("same time", "later");
    }

    @Test
    void closingForgetsAll() {
        deadlines.set(new Named("a"), time.nanoTime() + 10);
        deadlines.close();
        time.advance(Duration.ofNanos(100));
        assertThat(woken).isEmpty();
    }

    /** Against the obvious model, a sorted map, with any mix of insertions and removals. */
    @Property
    void wakesLikeASortedMap(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 50) Integer> delays,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 199) Integer> removals) {
        woken.clear();
        List<Named> entries = new ArrayList<>();
        TreeMap<Integer, String> model =
                new TreeMap<>(Comparator.<Integer>comparingInt(delays::get).thenComparingInt(index -> index));
        for (int i = 0; i < delays.size(); i++) {
            Named entry = new Named("e" + i);
            entries.add(entry);
            deadlines.set(entry, time.nanoTime() + delays.get(i));
            model.put(i, entry.name);
        }
        for (int index : removals) {
            if (index < entries.size()) {
                deadlines.remove(entries.get(index));
                model.remove(index);
            }
        }
        assertThat(deadlines.size()).isEqualTo(model.size());
        for (int i = 0; i <= 50; i++) {
            time.advance(Duration.ofNanos(1));
        }
        assertThat(woken).containsExactlyElementsOf(model.values());
    }
}
