// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import dev.hotfire.testkit.yaml.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two runs side by side, from the data that {@link RunReportFiles} wrote of each. */
public final class RunComparison {
    private static final String TEMPLATE = "compare.html";

    private final RunData first;
    private final RunData second;

    private RunComparison(RunData first, RunData second) {
        this.first = first;
        this.second = second;
    }

    /**
     * One number in both runs.
     *
     * @param name   what it is; times are in milliseconds, and say so
     * @param first  in the first run, null if it has none
     * @param second in the second
     */
    public record Row(
            String name, @Nullable Double first, @Nullable Double second) {}

    /**
     * Reads two runs.
     *
     * @throws IOException if one can't be read, or is none; the message begins with the file
     */
    public static RunComparison of(Path first, Path second) throws IOException {
        return new RunComparison(read(first), read(second));
    }

    private static RunData read(Path file) throws IOException {
        try {
            return RunData.read(file);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** A run in a few words: name, world, seed and verdict. */
    public String title(boolean ofSecond) {
        RunData run = ofSecond ? second : first;
        return run.text("name") + ", world " + run.text("world") + ", seed " + run.text("seed") + ": "
                + (run.passed() ? "passed" : "failed");
    }

    /** All numbers, in the order of reports. */
    public List<Row> rows() {
        Map<String, Double> before = first.numbers();
        Map<String, Double> after = second.numbers();
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Row> rows = new ArrayList<>();
        names.forEach(name -> rows.add(new Row(name, before.get(name), after.get(name))));
        return rows;
    }

    /** What holds in the first run and not in the second, each in a few words. */
    public List<String> newlyBroken() {
        return without(second.broken(), first.broken());
    }

    /** What holds in the second run and not in the first. */
    public List<String> newlyKept() {
        return without(first.broken(), second.broken());
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        rest.removeAll(others);
        return rest;
    }

    /** Writes a page that shows both, in place of what was there. It needs nothing else. */
    public void writePage(Path to) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("first", first.fields());
        data.put("second", second.fields());
        // No text may end the script element that it stands in.
        RunReportFiles.write(to, RunReportFiles.page(TEMPLATE, JsonLine.of(data).replace("<", "\\u003c")));
    }
}
