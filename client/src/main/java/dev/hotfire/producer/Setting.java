// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing about a producer that can be set: its name, what it is without being set, and where that comes from. Declared
 * in {@link Settings}, nowhere else.
 */
final class Setting<T> {
    /** Refuses a value by throwing {@link IllegalArgumentException} that names the setting, the value, and what is good. */
    interface Check<T> {
        void require(String name, T value);
    }

    private final String name;
    private final int index;
    private final @Nullable T byDefault;
    private final String origin;
    private final Check<? super T> check;
    private final boolean live;

    /**
     * Only {@link Settings} declares any.
     *
     * @param index     its place among all settings
     * @param byDefault its value unless set; null if it may be without one
     * @param origin    where the default comes from, for people to read
     * @param live      whether it may change while a producer runs
     */
    Setting(String name, int index, @Nullable T byDefault, String origin, Check<? super T> check, boolean live) {
        this.name = name;
        this.index = index;
        this.byDefault = byDefault;
        this.origin = requireNonNull(origin, "origin");
        this.check = check;
        this.live = live;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    @Nullable
    T byDefault() {
        return byDefault;
    }

    /** Whether it may be without a value. */
    boolean isOptional() {
        return byDefault == null;
    }

    /** Whether it may change while a producer runs. */
    boolean isLive() {
        return live;
    }

    void check(@Nullable T value) {
        if (value != null) {
            check.require(name, value);
        } else if (!isOptional()) {
            throw new NullPointerException(name + ": null (expected: a value)");
        }
    }

    /** One line for people: name, value, and where the value comes from. Values keep secrets out of their own text. */
    String describe(@Nullable T value, boolean wasSet) {
        return name + " = " + value + (wasSet ? "  (set)" : "  (default: " + origin + ")");
    }

    @Override
    public String toString() {
        return name;
    }
}
