// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import dev.hotfire.common.MixAll;
import dev.hotfire.wire.namespace.Namespaces;
import dev.hotfire.wire.namespace.SystemTopics;
import org.jspecify.annotations.Nullable;

/** Namespaces of version 1, a prefix in front of every topic and group name (W-18.2). Null stays null. */
public class NamespaceUtil {
    public static final char NAMESPACE_SEPARATOR = '%';
    public static final String STRING_BLANK = "";
    public static final int RETRY_PREFIX_LENGTH = SystemTopics.RETRY_PREFIX.length();
    public static final int DLQ_PREFIX_LENGTH = SystemTopics.DLQ_PREFIX.length();

    /** The name without the namespace that it has, whichever it is. */
    public static @Nullable String withoutNamespace(@Nullable String resourceWithNamespace) {
        return resourceWithNamespace == null
                ? null
                : Namespaces.unwrap(getNamespaceFromResource(resourceWithNamespace), resourceWithNamespace);
    }

    /** The name without exactly this namespace; any other stays as it is. */
    public static @Nullable String withoutNamespace(
            @Nullable String resourceWithNamespace, @Nullable String namespace) {
        return resourceWithNamespace == null ? null : Namespaces.unwrap(namespace, resourceWithNamespace);
    }

    /** The name with the namespace, unless it has it or is the system's. */
    public static @Nullable String wrapNamespace(
            @Nullable String namespace, @Nullable String resourceWithOutNamespace) {
        return resourceWithOutNamespace == null ? null : Namespaces.wrap(namespace, resourceWithOutNamespace);
    }

    public static boolean isAlreadyWithNamespace(@Nullable String resource, @Nullable String namespace) {
        return resource != null
                && namespace != null
                && !namespace.isEmpty()
                && !resource.isEmpty()
                && !isSystem(resource)
                && withOutRetryAndDLQ(resource).startsWith(namespace + NAMESPACE_SEPARATOR);
    }

    /** The retry topic of a consumer group; null without a group. */
    public static @Nullable String wrapNamespaceAndRetry(@Nullable String namespace, @Nullable String consumerGroup) {
        if (consumerGroup == null || consumerGroup.isEmpty()) {
            return null;
        }
        return SystemTopics.RETRY_PREFIX + Namespaces.wrap(namespace, consumerGroup);
    }

    /** The namespace that a name has; empty if it has none. */
    public static String getNamespaceFromResource(@Nullable String resource) {
        if (resource == null || resource.isEmpty() || isSystem(resource)) {
            return STRING_BLANK;
        }
        String name = withOutRetryAndDLQ(resource);
        int end = name.indexOf(NAMESPACE_SEPARATOR);
        return end > 0 ? name.substring(0, end) : STRING_BLANK;
    }

    /** The name without the prefix of a retry or dead letter topic. */
    public static String withOutRetryAndDLQ(String originalResource) {
        if (isRetryTopic(originalResource)) {
            return originalResource.substring(RETRY_PREFIX_LENGTH);
        }
        return isDLQTopic(originalResource) ? originalResource.substring(DLQ_PREFIX_LENGTH) : originalResource;
    }

    public static boolean isRetryTopic(@Nullable String resource) {
        return resource != null && resource.startsWith(SystemTopics.RETRY_PREFIX);
    }

    public static boolean isDLQTopic(@Nullable String resource) {
        return resource != null && resource.startsWith(SystemTopics.DLQ_PREFIX);
    }

    private static boolean isSystem(String resource) {
        return SystemTopics.isSystem(resource) || MixAll.isSysConsumerGroup(resource);
    }
}
