// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.namespace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces of version 1, a prefix in front of every topic and group name (W-18.2): {@code ns%topic}, {@code
 * %RETRY%ns%group}. Version 2 leaves names alone and says the namespace in two ext fields instead.
 */
public final class Namespaces {
    /** Ext field of version 2: "true". */
    public static final String VERSION_2_FIELD = "nsd";

    /** Ext field of version 2: the namespace. */
    public static final String VERSION_2_NAMESPACE_FIELD = "ns";

    private static final char SEPARATOR = '%';
    private static final String SYSTEM_GROUP_PREFIX = "CID_RMQ_SYS_";

    // The scheme is optional; the namespace ends at the first dot.
    private static final Pattern INSTANCE_ADDRESS = Pattern.compile("(?:\\w+://)?(MQ_INST_\\w+_\\w+)\\..*");

    private Namespaces() {}

    /** The name with the namespace in front; system names and names that have it already stay as they are. */
    public static String wrap(@Nullable String namespace, String resource) {
        if (namespace == null || namespace.isEmpty() || resource.isEmpty() || isSystem(resource)) {
            return resource;
        }
        int from = prefixLength(resource);
        if (startsWithNamespace(resource, from, namespace)) {
            return resource;
        }
        return resource.substring(0, from) + namespace + SEPARATOR + resource.substring(from);
    }

    /** The name without exactly this namespace in front; any other name stays as it is. */
    public static String unwrap(@Nullable String namespace, String resource) {
        if (namespace == null || namespace.isEmpty() || isSystem(resource)) {
            return resource;
        }
        int from = prefixLength(resource);
        if (!startsWithNamespace(resource, from, namespace)) {
            return resource;
        }
        return resource.substring(0, from) + resource.substring(from + namespace.length() + 1);
    }

    /**
     * The namespace that a name server address of the form {@code http://MQ_INST_123_abc.example:80} tells, or null.
     */
    public static @Nullable String ofNameServerAddress(String address) {
        Matcher matcher = INSTANCE_ADDRESS.matcher(address);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static boolean isSystem(String resource) {
        return SystemTopics.isSystem(resource) || resource.startsWith(SYSTEM_GROUP_PREFIX);
    }

    /** Retry and dead letter topics keep their own prefix in front of the namespace. */
    private static int prefixLength(String resource) {
        if (resource.startsWith(SystemTopics.RETRY_PREFIX)) {
            return SystemTopics.RETRY_PREFIX.length();
        }
        return resource.startsWith(SystemTopics.DLQ_PREFIX) ? SystemTopics.DLQ_PREFIX.length() : 0;
    }

    private static boolean startsWithNamespace(String resource, int from, String namespace) {
        int end = from + namespace.length();
        return resource.startsWith(namespace, from) && resource.length() > end && resource.charAt(end) == SEPARATOR;
    }
}
