// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

/**
 * Room before the fields of an object, so that they share no cache line with those of another one: a thread that uses them
 * would wait whenever another thread writes next to them. Who extends it has a subclass in its turn, with as much room behind.
 * Two lines, because processors fetch them in pairs.
 */
public abstract class CacheLine {
    /** Virtual machines put fields of subclasses into gaps, and before the first {@code long} there is one for this. */
    int gap;

    long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
}
