// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.Permission;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The topics of one broker, and the rules about their names and their making. Safe from any thread. */
final class Topics {
    /** How many queues the template topic has, as with the official broker. */
    private static final int TEMPLATE_QUEUES = 8;

    private static final int MAX_NAME_CHARS = 127;
    private static final int MAX_GROUP_TOPIC_CHARS = 255;
    private static final int MAX_GROUP_CHARS = 255;

    private volatile SortedMap<String, TopicConfig> topics = Collections.emptySortedMap();

    /**
     * Adds what clients need without anybody having made it: the topics for traces and for replies, and where topics are
     * made by sending to them, their template.
     */
    void addSystemTopics(String clusterName, boolean withTemplate) {
        put(TopicConfig.of(SystemTopics.TRACE, 1));
        put(TopicConfig.of(clusterName + "_REPLY_TOPIC", 1));
        if (withTemplate) {
            put(new TopicConfig(
                    SystemTopics.TEMPLATE, TEMPLATE_QUEUES, TEMPLATE_QUEUES, Permission.READ_WRITE_INHERIT));
        }
    }

    /** All topics, by name. */
    SortedMap<String, TopicConfig> all() {
        return topics;
    }

    @Nullable
    TopicConfig get(String topic) {
        return topics.get(topic);
    }

    synchronized void put(TopicConfig config) {
        TreeMap<String, TopicConfig> changed = new TreeMap<>(topics);
        changed.put(config.topic(), config);
        topics = Collections.unmodifiableSortedMap(changed);
    }

    synchronized void remove(String topic) {
        TreeMap<String, TopicConfig> changed = new TreeMap<>(topics);
        changed.remove(topic);
        topics = Collections.unmodifiableSortedMap(changed);
    }

    /** Makes a topic in the image of a template that may be inherited from; null when there is no such template. */
    synchronized @Nullable TopicConfig createFrom(String template, String topic, int wantedQueueNums) {
        TopicConfig known = topics.get(topic);
        if (known != null) {
            return known;
        }
        TopicConfig model = topics.get(template);
        if (model == null || !Permission.isInherited(model.perm())) {
            return null;
        }
        int queueNums = Math.max(0, Math.min(wantedQueueNums, model.writeQueueNums()));
        TopicConfig made = new TopicConfig(topic, queueNums, queueNums, model.perm() & ~Permission.INHERIT);
        put(made);
        return made;
    }

    /** What is wrong with a topic's name, or null. */
    static @Nullable String faultOf(String topic) {
        if (topic.isBlank()) {
            return "The specified topic is blank.";
        }
        for (int i = 0; i < topic.length(); i++) {
            if (!isLegal(topic.charAt(i))) {
                return "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$";
            }
        }
        boolean ofGroup = topic.startsWith(SystemTopics.RETRY_PREFIX) || topic.startsWith(SystemTopics.DLQ_PREFIX);
        if (topic.length() > (ofGroup ? MAX_GROUP_TOPIC_CHARS : MAX_NAME_CHARS)) {
            return "The specified topic is longer than topic max length.";
        }
        return null;
    }

    /** Whether a broker would make a group of this name when it first hears of it. */
    static boolean isLegalGroup(String group) {
        return !group.isEmpty()
                && group.length() <= MAX_GROUP_CHARS
                && group.chars().allMatch(c -> isLegal((char) c));
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "%|-_".indexOf(c) >= 0;
    }
}
