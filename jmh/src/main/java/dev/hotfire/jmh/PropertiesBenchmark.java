// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyList;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to add what every message has to a user's properties, and to read them back? With KEYS, TAGS and one of the
 * user's own. The floor is to copy the finished text.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PropertiesBenchmark {
    private static final String ID = "0A000007126700000000002A1B2C3D4E";

    private final Map<String, String> users = new LinkedHashMap<>();
    private final String text;
    private final byte[] bytes;

    public PropertiesBenchmark() {
        users.put("KEYS", "order-20261126-4711");
        users.put("TAGS", "created");
        users.put("tenant", "north");
        text = MessageProperties.encode(complete());
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    private PropertyList complete() {
        PropertyList all = new PropertyList(users, 2);
        all.putIfAbsent("WAIT", "true");
        all.putIfAbsent("UNIQ_KEY", ID);
        return all;
    }

    @Benchmark
    public byte[] baseline() {
        return bytes.clone();
    }

    @Benchmark
    public PropertyList complement() {
        return complete();
    }

    @Benchmark
    public byte[] complementAndEncode() {
        return MessageProperties.encodeBytes(complete());
    }

    @Benchmark
    public Map<String, String> decode() {
        return MessageProperties.decode(text);
    }
}
