// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.jmh;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What do the official client's properties take, written and read? The floor is to copy the finished text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OfficialPropertiesBenchmark {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final String text;
    private final byte[] bytes;

    public OfficialPropertiesBenchmark() {
        properties.put("KEYS", "order-20261126-4711");
        properties.put("TAGS", "created");
        properties.put("tenant", "north");
        properties.put("WAIT", "true");
        properties.put("UNIQ_KEY", "0A000007126700000000002A1B2C3D4E");
        text = MessageDecoder.messageProperties2String(properties);
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public byte[] baseline() {
        return bytes.clone();
    }

    @Benchmark
    public byte[] encode() {
        return MessageDecoder.messageProperties2String(properties).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Map<String, String> decode() {
        return MessageDecoder.string2messageProperties(text);
    }
}
