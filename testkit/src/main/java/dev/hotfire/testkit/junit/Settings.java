// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.testkit.FakeCluster;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/** What an annotation says, as a cluster's builder takes it. */
final class Settings {
    private static final int DEFAULT_QUEUES = 4;
    private static final int MAX_QUEUES = 65_535;

    private Settings() {}

    static FakeCluster start(FakeRocketMQ settings) {
        FakeCluster.Builder builder = FakeCluster.builder()
                .brokers(settings.brokers())
                .slaves(settings.slaves())
                .nameServers(settings.nameServers())
                .autoCreateTopics(settings.autoCreateTopics())
                .seed(settings.seed());
        if (settings.retainedMessages() != 0) {
            builder.retainMessages(settings.retainedMessages());
        }
        if (settings.retainedBytes() != 0) {
            builder.retainBytes(settings.retainedBytes());
        }
        for (String topic : settings.topics()) {
            addTopic(builder, topic);
        }
        return ReflectionSupport.newInstance(settings.configuredBy())
                .apply(builder)
                .start();
    }

    private static void addTopic(FakeCluster.Builder builder, String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        int queues = DEFAULT_QUEUES;
        if (colon >= 0) {
            try {
                queues = Integer.parseInt(text.substring(colon + 1));
            } catch (NumberFormatException e) {
                queues = 0;
            }
        }
        if (name.isBlank() || queues < 1 || queues > MAX_QUEUES) {
            throw new ExtensionConfigurationException(
                    "topics: '" + text + "' (expected: a name, or a name and its queues, such as orders:8)");
        }
        builder.topic(name, queues);
    }
}
