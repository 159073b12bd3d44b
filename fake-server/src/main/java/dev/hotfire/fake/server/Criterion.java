// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a {@link RequestPattern} asks of a request. Immutable; equal if field and value are.
 *
 * <p>Made by the methods of {@link RequestPattern}, which say what each field means and what its value is.
 */
public final class Criterion {
    private final String field;
    private final Object value;
    private final String wanted;
    private final Predicate<SeenRequest> test;
    private final Function<SeenRequest, @Nullable Object> found;

    /**
     * @param field  what it is called in rules that are text
     * @param value  what the field must be
     * @param wanted the value in words
     * @param found  what a request has in its place, null for nothing
     */
    Criterion(
            String field,
            Object value,
            String wanted,
            Predicate<SeenRequest> test,
            Function<SeenRequest, @Nullable Object> found) {
        this.field = requireNonNull(field, "field");
        this.value = requireNonNull(value, "value");
        this.wanted = requireNonNull(wanted, "wanted");
        this.test = requireNonNull(test, "test");
        this.found = requireNonNull(found, "found");
    }

    /** A field that must equal a value. */
    static Criterion equal(String field, Object value, Function<SeenRequest, @Nullable Object> found) {
        return new Criterion(field, value, String.valueOf(value), seen -> value.equals(found.apply(seen)), found);
    }

    /** What it is called in rules that are text. */
    public String field() {
        return field;
    }

    /** What the field must be; of which type is said by the method of {@link RequestPattern} that made it. */
    public Object value() {
        return value;
    }

    /** The value in words. */
    public String wanted() {
        return wanted;
    }

    /** Whether a request meets it. */
    public boolean test(SeenRequest request) {
        return test.test(request);
    }

    /** What a request has where this criterion looks, in words. */
    public String found(SeenRequest request) {
        Object actual = found.apply(request);
        return actual == null ? "none" : actual.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Criterion criterion && field.equals(criterion.field) && value.equals(criterion.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, value);
    }

    @Override
    public String toString() {
        return field + " " + wanted;
    }
}
