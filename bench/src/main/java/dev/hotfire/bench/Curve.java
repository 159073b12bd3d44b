// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A quantity that may grow, and the sizes at which the cost of a send is measured. All else stays as it is by default. */
public enum Curve {
    BROKERS("brokers that share the queues of a topic", 1, 4, 16, 64),
    QUEUES("queues of a topic", 8, 100, 1_000, 10_000),
    TOPICS("topics in turn", 1, 100, 1_000, 10_000),
    PRODUCERS("producers on one runtime, in turn", 1, 10, 100, 1_000),
    IN_FLIGHT("asynchronous sends in flight", 100, 1_000, 10_000, 100_000),
    CALLERS("threads that send and wait", 1, 4, 16, 64, 256),
    UNANSWERED("sends in flight that nobody answers", 1_000, 10_000, 100_000);

    /** How many sends are in flight where that is not what grows. */
    static final int AT_ONCE = 1_000;

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable, and so is what is in it.
    private final List<Integer> sizes;

    Curve(String title, int... sizes) {
        this.title = title;
        this.sizes = IntStream.of(sizes).boxed().toList();
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** What people write: {@code in-flight}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** From small to large. */
    public List<Integer> sizes() {
        return sizes;
    }

    /** Whether what grows is there before the first send, so that it can be said what one of it takes in memory. */
    boolean isHeld() {
        return this == TOPICS || this == PRODUCERS || this == UNANSWERED;
    }

    /** Whether sends end, so that it can be said what one costs. */
    boolean isDriven() {
        return this != UNANSWERED;
    }

    /** What the broker of a size is started with. */
    List<String> broker(int size) {
        int brokers = this == BROKERS ? size : 1;
        int queues = this == QUEUES ? size : this == BROKERS ? 8 * size : 8;
        return List.of(Integer.toString(queues), Integer.toString(brokers), this == UNANSWERED ? "silent" : "");
    }
}
