// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import java.time.Duration;

/** Which of the requests that a rule matches it acts on. The text form is words: {@code the first 3}. */
public sealed interface Trigger {
    /** All of them. */
    record Always() implements Trigger {
        @Override
        public String toString() {
            return "all";
        }
    }

    /** The n-th alone, counted from 1. */
    record Nth(long n) implements Trigger {
        public Nth {
            requirePositive(n);
        }

        @Override
        public String toString() {
            return "only number " + n;
        }
    }

    /** The first n. */
    record First(long n) implements Trigger {
        public First {
            requirePositive(n);
        }

        @Override
        public String toString() {
            return "the first " + n;
        }
    }

    /** Every n-th: the n-th, the 2n-th and so on. */
    record Every(long n) implements Trigger {
        public Every {
            requirePositive(n);
        }

        @Override
        public String toString() {
            return "one in " + n;
        }
    }

    /** Each with this probability, drawn from the rule's own source of randomness. */
    record Chance(double probability) implements Trigger {
        public Chance {
            requireProbability("probability", probability);
        }

        @Override
        public String toString() {
            return RuleWords.percent(probability);
        }
    }

    /**
     * Each with a probability that goes evenly from one value to another within a time, counted from when the rule comes into
     * force, and then stays.
     */
    record Ramp(double from, double to, Duration within) implements Trigger {
        public Ramp {
            requireProbability("from", from);
            requireProbability("to", to);
            if (within.isNegative() || within.isZero()) {
                throw new IllegalArgumentException("within: " + within + " (expected: > 0)");
            }
        }

        /** The probability so long after the rule came into force. */
        double at(long nanos) {
            double part = Math.min(1, nanos / (double) within.toNanos());
            return from + (to - from) * part;
        }

        @Override
        public String toString() {
            return RuleWords.percent(from) + " to " + RuleWords.percent(to) + " within "
                    + RuleWords.time(within.toNanos());
        }
    }

    private static void requireProbability(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(name + ": " + probability + " (expected: 0 to 1)");
        }
    }

    private static void requirePositive(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("n: " + n + " (expected: >= 1)");
        }
    }
}
