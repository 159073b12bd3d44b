// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One command on its way, and what came of it. Safe from any thread. */
public final class Call {
    /** A driver that answers one command more often than this is not believed anything any more. */
    static final int MAX_ANSWERS = 100;

    private final long id;
    private final Fields fields;
    private final String command;
    private final long askedNanos;
    private final CompletableFuture<Answer> first = new CompletableFuture<>();
    private final List<Answer> answers = new ArrayList<>();

    public Call(long id, Map<String, Object> command, long askedNanos) {
        this.id = id;
        this.fields = new Fields(command);
        this.command = Json.write(command);
        this.askedNanos = askedNanos;
    }

    public long id() {
        return id;
    }

    /** The command as it was written. */
    public String command() {
        return command;
    }

    /** The same, field by field. */
    public Fields fields() {
        return fields;
    }

    public long askedNanos() {
        return askedNanos;
    }

    /** Completes with the first answer; fails with {@link DriverGoneException}. */
    public CompletableFuture<Answer> first() {
        return first;
    }

    /** All answers so far. One that ends twice has two. */
    public List<Answer> answers() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    /** Notes an answer; false if there were too many before. */
    public boolean answered(Answer answer) {
        synchronized (answers) {
            if (answers.size() == MAX_ANSWERS) {
                return false;
            }
            answers.add(answer);
        }
        first.complete(answer);
        return true;
    }
}
