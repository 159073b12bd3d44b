// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the cluster is asked to be.
 *
 * @param brokerNames one broker each, all masters of groups of their own; never empty
 * @param topics      topics to create before the cluster is ready: name to queues per broker
 * @param settings    official broker, store or access control settings by their official names; they win over ours
 * @param properties  system properties of the official code, which has its TLS settings there
 */
record ClusterOptions(
        List<String> brokerNames,
        Map<String, Integer> topics,
        Map<String, String> settings,
        Map<String, String> properties) {
    static final String USAGE =
            "usage: [--brokers NAME,NAME...] [--topic NAME:QUEUES]... [--set OFFICIAL_SETTING=VALUE]..."
                    + " [--property SYSTEM_PROPERTY=VALUE]...";

    ClusterOptions {
        brokerNames = List.copyOf(brokerNames);
        if (brokerNames.isEmpty() || brokerNames.contains("")) {
            throw new IllegalArgumentException("brokerNames: " + brokerNames + " (expected: names, at least one)");
        }
    }

    static ClusterOptions parse(String... args) {
        List<String> brokerNames = List.of("broker-a");
        Map<String, Integer> topics = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": no value; " + USAGE);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--brokers" -> brokerNames = namesIn(value);
                case "--topic" -> {
                    String[] parts = pair(value, ':');
                    topics.put(parts[0], queues(parts[1]));
                }
                case "--set" -> {
                    String[] parts = pair(value, '=');
                    settings.put(parts[0], parts[1]);
                }
                case "--property" -> {
                    String[] parts = pair(value, '=');
                    properties.put(parts[0], parts[1]);
                }
                default -> throw new IllegalArgumentException(args[i] + ": unknown; " + USAGE);
            }
        }
        return new ClusterOptions(brokerNames, topics, settings, properties);
    }

    /** The number of queues a topic is asked to have on each broker. */
    static int queues(String text) {
        int queues = Integer.parseInt(text);
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues + " (expected: >= 1)");
        }
        return queues;
    }

    private static List<String> namesIn(String list) {
        List<String> names = new ArrayList<>();
        int from = 0;
        for (int comma = list.indexOf(','); comma >= 0; comma = list.indexOf(',', from)) {
            names.add(list.substring(from, comma));
            from = comma + 1;
        }
        names.add(list.substring(from));
        return names;
    }

    private static String[] pair(String text, char separator) {
        int at = text.indexOf(separator);
        if (at < 1) {
            throw new IllegalArgumentException(text + ": no '" + separator + "'; " + USAGE);
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }
}
