// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.attribute;

import dev.hotfire.common.message.MessageConst;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which messages a topic is made for. */
public enum TopicMessageType {
    UNSPECIFIED,
    NORMAL,
    FIFO,
    DELAY,
    TRANSACTION,
    PRIORITY,
    LITE,
    MIXED;

    private static final Set<String> NAMES =
            Arrays.stream(values()).map(TopicMessageType::getValue).collect(Collectors.toUnmodifiableSet());

    private static final List<String> DELAYS = List.of(
            MessageConst.PROPERTY_DELAY_TIME_LEVEL,
            MessageConst.PROPERTY_TIMER_DELIVER_MS,
            MessageConst.PROPERTY_TIMER_DELAY_SEC,
            MessageConst.PROPERTY_TIMER_DELAY_MS);

    /** The values of all. */
    public static Set<String> topicMessageTypeSet() {
        return NAMES;
    }

    /** As a topic's attribute {@code message.type} says it. */
    public String getValue() {
        return name();
    }

    /** What a message is, by its properties. */
    public static TopicMessageType parseFromMessageProperty(Map<String, String> messageProperty) {
        if (Boolean.parseBoolean(messageProperty.get(MessageConst.PROPERTY_TRANSACTION_PREPARED))) {
            return TRANSACTION;
        }
        if (DELAYS.stream().anyMatch(messageProperty::containsKey)) {
            return DELAY;
        }
        if (messageProperty.containsKey(MessageConst.PROPERTY_SHARDING_KEY)) {
            return FIFO;
        }
        if (messageProperty.containsKey(MessageConst.PROPERTY_PRIORITY)) {
            return PRIORITY;
        }
        return messageProperty.containsKey(MessageConst.PROPERTY_LITE_TOPIC) ? LITE : NORMAL;
    }

    /** As metrics name it. */
    public String getMetricsValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
