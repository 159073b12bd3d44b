// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import org.jspecify.annotations.Nullable;

/** How something ended that the client was told to do. */
public record Outcome(Call call, Answer answer) {
    /** A result says that a broker has it. */
    public boolean stored() {
        return answer.outcome().equals("stored");
    }

    public boolean failed() {
        return answer.outcome().equals("failed");
    }

    public boolean is(String outcome) {
        return answer.outcome().equals(outcome);
    }

    /** Which kind of failure; empty for none. */
    public String kind() {
        String kind = answer.fields().text("kind");
        return kind == null ? "" : kind;
    }

    /** The broker's response code that the failure tells; -1 for none. */
    public int code() {
        return answer.fields().has("code") ? answer.fields().integer("code") : -1;
    }

    /** What the client says about copies: {@code not-stored}, {@code unknown}; null when it says nothing. */
    public @Nullable String certainty() {
        return answer.fields().text("certainty");
    }

    public @Nullable String text(String field) {
        return answer.fields().text(field);
    }

    public long number(String field) {
        return answer.fields().has(field) ? answer.fields().number(field) : -1;
    }

    /** From the command to its answer, as the suite saw it. */
    public long millis() {
        return (answer.atNanos() - call.askedNanos()) / 1_000_000;
    }

    /** How often the client said that it ended. */
    public int ends() {
        return call.answers().size();
    }

    @Override
    public String toString() {
        return answer.fields() + " after " + millis() + " ms";
    }
}
