// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes one table of what runs of JMH, with its profiler of the collector, wrote as CSV. */
public final class ResultTable {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String PARAMETER = "Param: ";

    private ResultTable() {}

    /**
     * Prints the table, in Markdown.
     *
     * @param args the CSV files, in the order in which they are shown
     */
    public static void main(String[] args) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String file : args) {
            read(Files.readAllLines(Path.of(file)), rows);
        }
        System.out.print(text(rows.values()));
    }

    /** What was measured of one benchmark with one set of parameters. */
    static final class Row {
        private final String name;
        private double nanos;
        private double error;
        private double bytes;

        Row(String name) {
            this.name = name;
        }
    }

    static void read(List<String> lines, Map<String, Row> rows) {
        String[] columns = cells(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = cells(line);
            int colon = cells[0].indexOf(':');
            String benchmark = colon < 0 ? cells[0] : cells[0].substring(0, colon);
            Row row = rows.computeIfAbsent(nameOf(benchmark, columns, cells), Row::new);
            if (colon < 0) {
                row.nanos = Double.parseDouble(cells[4]);
                row.error = Double.parseDouble(cells[5]);
            } else if (cells[0].endsWith(ALLOCATION)) {
                row.bytes = Double.parseDouble(cells[4]);
            }
        }
    }

    /** {@code Select.next order=EVEN queues=8}. */
    private static String nameOf(String benchmark, String[] columns, String[] cells) {
        String[] parts = benchmark.split("\\.", -1);
        StringBuilder name = new StringBuilder(parts[parts.length - 2].replace("Benchmark", ""))
                .append('.')
                .append(parts[parts.length - 1]);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].startsWith(PARAMETER) && i < cells.length && !cells[i].isEmpty()) {
                name.append(' ')
                        .append(columns[i].substring(PARAMETER.length()))
                        .append('=')
                        .append(cells[i]);
            }
        }
        return name.toString();
    }

    /** No cell of JMH's has a comma or a quote within. */
    private static String[] cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.replace("\"", ""))
                .toArray(String[]::new);
    }

    static String text(Iterable<Row> rows) {
        List<String> lines = new ArrayList<>(List.of("| operation | ns | ± | bytes |", "|---|--:|--:|--:|"));
        for (Row row : rows) {
            lines.add(String.format(
                    Locale.ROOT, "| %s | %.1f | %.1f | %.0f |", row.name, row.nanos, row.error, row.bytes));
        }
        return String.join("\n", lines) + "\n";
    }
}
