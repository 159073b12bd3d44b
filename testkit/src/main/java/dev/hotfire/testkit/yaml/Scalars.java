// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single values of a file. */
public final class Scalars {
    /** Longer finds are cut in messages: they have one line. */
    private static final int SHOWN_CHARACTERS = 60;

    /** Longer than any run, and sums of a few are far from where nanoseconds in 64 bits end. */
    private static final Duration MAX_DURATION = Duration.ofHours(1_000);

    private Scalars() {}

    /** The node in words, for messages. */
    public static String found(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            return "nothing";
        }
        String text = scalar.getValue().replaceAll("\\s+", " ");
        return "'" + (text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text) + "'";
    }

    public static String text(Node node, String expected) throws YamlProblem {
        if (node instanceof ScalarNode scalar
                && !node.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw YamlProblem.at(node, found(node), expected);
    }

    public static int integer(Node node, int min, int max) throws YamlProblem {
        return (int) integer(node, (long) min, max);
    }

    public static long integer(Node node, long min, long max) throws YamlProblem {
        String expected = max == Long.MAX_VALUE
                ? (min == Long.MIN_VALUE ? "a whole number" : "a whole number from " + min)
                : "a whole number from " + min + " to " + max;
        String text = text(node, expected);
        try {
            long value = Long.parseLong(text);
            if (!node.getTag().equals(Tag.INT)) {
                // In quotes, or with a zero in front.
                throw YamlProblem.at(node, "the text " + found(node), expected);
            }
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as any other value that is not such a number.
        }
        throw YamlProblem.at(node, found(node), expected);
    }

    public static double number(Node node, double min, double max) throws YamlProblem {
        String expected = "a number from " + shortly(min) + " to " + shortly(max);
        String text = text(node, expected);
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            try {
                double value = Double.parseDouble(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // YAML's .inf and .nan end here; neither is within any bounds.
            }
        }
        throw YamlProblem.at(node, found(node), expected);
    }

    private static String shortly(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A duration from zero to {@link #MAX_DURATION}. */
    public static Duration duration(Node node) throws YamlProblem {
        String expected = "a duration such as 250ms, 10s or 2m";
        Duration duration =
                Durations.parse(text(node, expected)).orElseThrow(() -> YamlProblem.at(node, found(node), expected));
        if (duration.compareTo(MAX_DURATION) > 0) {
            throw YamlProblem.at(node, found(node), "a duration of at most " + MAX_DURATION.toHours() + "h");
        }
        return duration;
    }

    /** A duration above zero. */
    public static Duration positiveDuration(Node node) throws YamlProblem {
        Duration duration = duration(node);
        if (duration.isZero()) {
            throw YamlProblem.at(node, found(node), "a duration above zero");
        }
        return duration;
    }

    public static boolean bool(Node node) throws YamlProblem {
        if (node.getTag().equals(Tag.BOOL)) {
            return text(node, "true or false").equalsIgnoreCase("true");
        }
        throw YamlProblem.at(node, found(node), "true or false");
    }

    /** One of several words. */
    public static <T> T word(Node node, Map<String, T> words) throws YamlProblem {
        String expected = Suggestion.oneOf(words.keySet(), "");
        String text = text(node, expected);
        T value = words.get(text);
        if (value == null) {
            throw YamlProblem.at(node, found(node), Suggestion.oneOf(words.keySet(), text));
        }
        return value;
    }

    /** The elements of a list that has at least one. */
    public static List<Node> list(Node node, String elements) throws YamlProblem {
        if (node instanceof SequenceNode sequence) {
            if (sequence.getValue().isEmpty()) {
                throw YamlProblem.at(node, "an empty list", "at least one of " + elements);
            }
            return new ArrayList<>(sequence.getValue());
        }
        throw YamlProblem.at(node, found(node), "a list of " + elements);
    }
}
