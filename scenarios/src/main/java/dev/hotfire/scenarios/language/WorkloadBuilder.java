// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a producer of a scenario sends. A rate and a time are required. */
public final class WorkloadBuilder {
    private final String topic;
    private @Nullable String group;
    private int rate;
    private int bodyBytes = ScenarioReader.DEFAULT_BODY_BYTES;
    private WorkloadSpec.Mode mode = WorkloadSpec.Mode.ASYNC;
    private Duration from = Duration.ZERO;
    private Duration lasting = Duration.ZERO;
    private Shape.Arrival arrival = Shape.Arrival.EVEN;
    private int callers = 1;
    private int keys;
    private int batch = 1;
    private Optional<List<Long>> only = Optional.empty();

    WorkloadBuilder(String topic) {
        this.topic = topic;
    }

    /** The group of the producer that sends it. Needs no mention where there is only one. */
    public WorkloadBuilder producer(String name) {
        group = name;
        return this;
    }

    /** How many sends fall due each second. */
    public WorkloadBuilder rate(int perSecond) {
        rate = perSecond;
        return this;
    }

    /** The size of each body. */
    public WorkloadBuilder bodyBytes(int bytes) {
        bodyBytes = bytes;
        return this;
    }

    /** How it calls its producer. */
    public WorkloadBuilder mode(WorkloadSpec.Mode how) {
        mode = how;
        return this;
    }

    /** When the first send falls due. */
    public WorkloadBuilder from(String time) {
        from = Times.of("from", time);
        return this;
    }

    /** How long sends fall due: {@code for} in files. */
    public WorkloadBuilder lasting(String time) {
        lasting = Times.of("lasting", time);
        return this;
    }

    /** How sends are spread over time. */
    public WorkloadBuilder arrival(Shape.Arrival how) {
        arrival = how;
        return this;
    }

    /** How many callers a synchronous workload has. */
    public WorkloadBuilder callers(int count) {
        callers = count;
        return this;
    }

    /** How many keys an ordered workload has, whose messages go to the queue of their key. */
    public WorkloadBuilder keys(int count) {
        keys = count;
        return this;
    }

    /** How many messages a batch has. */
    public WorkloadBuilder batch(int messages) {
        batch = messages;
        return this;
    }

    /** The numbers, from 0, of the sends that are made; all unless told. */
    public WorkloadBuilder only(long... sends) {
        List<Long> numbers = new ArrayList<>();
        for (long send : sends) {
            numbers.add(send);
        }
        only = Optional.of(numbers);
        return this;
    }

    /** @param groups all producers of the scenario */
    WorkloadSpec build(List<String> groups) {
        String producer = group;
        if (producer == null) {
            if (groups.size() != 1) {
                throw new IllegalArgumentException("workload: to '" + topic + "' without a producer (expected: one of "
                        + String.join(", ", groups) + ")");
            }
            producer = groups.get(0);
        }
        return new WorkloadSpec(
                producer, topic, rate, bodyBytes, mode, from, lasting, new Shape(arrival, callers, keys, batch, only));
    }
}
