// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.conformance.driver.Call;
import java.util.Map;

/** One producer of the client under test. */
public final class Subject {
    private final Trial trial;
    private final String name;
    private final String group;

    Subject(Trial trial, String name, String group) {
        this.trial = trial;
        this.name = name;
        this.group = group;
    }

    public String group() {
        return group;
    }

    /** Begins something. */
    public Call begin(Command command) {
        Map<String, Object> fields = command.fields();
        fields.put("producer", name);
        return trial.ask(fields);
    }

    /** Begins something and waits for its end. */
    public Outcome act(Command command) {
        return trial.end(begin(command));
    }

    /** Sends synchronously and waits. */
    public Outcome send() {
        return act(Command.send("sync"));
    }

    /** Closes it, and waits. */
    public Outcome close() {
        return act(Command.close());
    }
}
