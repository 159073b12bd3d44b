// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a queue a consumer wants, by their tags. As a real broker does, it compares the tags' hashes: what
 * comes through by accident is sorted out by the consumer, who looks at the tags themselves. Immutable.
 */
final class TagFilter {
    private static final String TAG_TYPE = "TAG";
    private static final String EVERYTHING = "*";
    private static final TagFilter ALL = new TagFilter(null);

    private final @Nullable Set<Integer> hashes;

    private TagFilter(@Nullable Set<Integer> hashes) {
        this.hashes = hashes;
    }

    /**
     * Reads a subscription.
     *
     * @param expression tags with {@code ||} between them; null, empty or {@code *} means all messages
     */
    static TagFilter of(@Nullable String expression) {
        if (expression == null || expression.isBlank() || expression.equals(EVERYTHING)) {
            return ALL;
        }
        Set<Integer> hashes = new HashSet<>();
        for (String tag : expression.split("\\|\\|", -1)) {
            if (!tag.isBlank()) {
                hashes.add(tag.strip().hashCode());
            }
        }
        return new TagFilter(hashes);
    }

    /** Whether an expression consists of separators only, which brokers can't read. */
    static boolean isMalformed(@Nullable String expression) {
        return expression != null
                && !expression.isEmpty()
                && expression.replace("||", "").isEmpty();
    }

    /** Whether subscriptions of this type are for tags; null and empty are. */
    static boolean isTagType(@Nullable String expressionType) {
        return expressionType == null || expressionType.isEmpty() || expressionType.equals(TAG_TYPE);
    }

    boolean takesAll() {
        return hashes == null;
    }

    boolean takes(StoredMessage message) {
        if (hashes == null) {
            return true;
        }
        String tag = message.properties().get(PropertyNames.TAGS);
        // A real broker files messages without a tag under 0.
        return hashes.contains(tag == null || tag.isEmpty() ? 0 : tag.hashCode());
    }
}
