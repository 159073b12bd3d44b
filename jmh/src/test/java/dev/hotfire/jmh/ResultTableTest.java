// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void timeAndMemoryOfABenchmarkMakeOneRow() {
        Map<String, ResultTable.Row> rows = new LinkedHashMap<>();
        ResultTable.read(
                List.of(
                        "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\",\"Param: queues\"",
                        "\"dev.hotfire.jmh.SelectBenchmark.next\",\"avgt\",1,3,3.252,0.51,\"ns/op\",8",
                        "\"dev.hotfire.jmh.SelectBenchmark.next:gc.alloc.rate\",\"avgt\",1,3,9.9,NaN,\"MB/sec\",8",
                        "\"dev.hotfire.jmh.SelectBenchmark.next:gc.alloc.rate.norm\",\"avgt\",1,3,24.01,NaN,\"B/op\",8",
                        "\"dev.hotfire.jmh.SelectBenchmark.baseline\",\"avgt\",1,3,1,NaN,\"ns/op\","),
                rows);
        assertThat(ResultTable.text(rows.values())).isEqualTo("""
                        | operation | ns | ± | bytes |
                        |---|--:|--:|--:|
                        | Select.next queues=8 | 3.3 | 0.5 | 24 |
                        | Select.baseline | 1.0 | NaN | 0 |
                        """);
    }
}
