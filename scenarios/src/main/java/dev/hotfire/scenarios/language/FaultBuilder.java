// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.testkit.yaml.Suggestion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Says how a fault of the catalogue happens. When it begins and how long it lasts is required. */
public final class FaultBuilder {
    private final FaultId id;
    private String kind = "";
    private Optional<String> on = Optional.empty();
    private Duration at = Duration.ZERO;
    private Duration lasting = Duration.ZERO;
    private Trigger trigger = new Trigger.Always();
    private long amount;

    FaultBuilder(String id) {
        this.id = FaultId.of(id)
                .orElseThrow(() -> new IllegalArgumentException("fault: '" + id + "' (expected: "
                        + Suggestion.oneOf(
                                Arrays.stream(FaultId.values()).map(FaultId::id).toList(), id)
                        + ")"));
    }

    /** In which form, where the fault has several. */
    public FaultBuilder kind(String form) {
        kind = form;
        return this;
    }

    /** The broker, name server or producer group that it happens to; all unless told, where that is possible. */
    public FaultBuilder on(String name) {
        on = Optional.of(name);
        return this;
    }

    /** When it begins. */
    public FaultBuilder at(String time) {
        at = Times.of("at", time);
        return this;
    }

    /** When it heals, after its beginning: {@code for} in files. */
    public FaultBuilder lasting(String time) {
        lasting = Times.of("lasting", time);
        return this;
    }

    /** Hits the n-th request only. */
    public FaultBuilder nth(long n) {
        trigger = new Trigger.Nth(n);
        return this;
    }

    /** Hits the first requests only. */
    public FaultBuilder first(long n) {
        trigger = new Trigger.First(n);
        return this;
    }

    /** Hits every n-th request only. */
    public FaultBuilder every(long n) {
        trigger = new Trigger.Every(n);
        return this;
    }

    /** Hits each request with this probability. */
    public FaultBuilder chance(double probability) {
        trigger = new Trigger.Chance(probability);
        return this;
    }

    /** Its size, of faults whose size is a time. */
    public FaultBuilder amount(String time) {
        amount = Times.of("amount", time).toNanos();
        return this;
    }

    /** Its size, of faults whose size is a number. */
    public FaultBuilder amount(int number) {
        amount = number;
        return this;
    }

    Fault build() {
        return new Fault(id, kind, on, at, lasting, trigger, amount);
    }
}
