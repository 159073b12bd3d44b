// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.namespace.Namespaces;
import dev.hotfire.wire.send.SendFrameWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every request of a producer carries beside its own fields, to brokers and name servers alike: first those that say
 * the same each time, then, last of all, the signature over everything (hazard of B-HOOK-09). Immutable; any thread.
 *
 * <p>New fields that concern all requests are added here and nowhere else.
 */
public final class Decoration {
    private final Map<String, String> fields;
    private final boolean unitMode;
    private final @Nullable AclCredentials credentials;

    private Decoration(Map<String, String> fields, boolean unitMode, @Nullable AclCredentials credentials) {
        this.unitMode = unitMode;
        this.fields = Collections.unmodifiableMap(fields);
        this.credentials = credentials;
    }

    /** What this configuration asks for. */
    public static Decoration of(ProducerConfig config) {
        Map<String, String> fields = new LinkedHashMap<>();
        Namespace namespace = config.namespace();
        if (namespace.kind() == Namespace.Kind.FIELDS) {
            fields.put(Namespaces.VERSION_2_FIELD, "true");
            fields.put(Namespaces.VERSION_2_NAMESPACE_FIELD, namespace.name());
        }
        return new Decoration(fields, config.unitMode(), config.credentials());
    }

    /** Any request but a send, with all that belongs on it; the same object if that is nothing. */
    Frame decorate(Frame request) {
        if (fields.isEmpty() && credentials == null) {
            return request;
        }
        Frame decorated = request.toBuilder().fields(fields).build();
        return credentials == null ? decorated : AclSignature.sign(decorated, credentials);
    }

    /** Writes sends that carry the same; the parameters are those of {@link SendFrameWriter}. */
    public SendFrameWriter sendFrameWriter(
            String producerGroup, String topic, String defaultTopic, int defaultTopicQueues) {
        return new SendFrameWriter(
                producerGroup, topic, defaultTopic, defaultTopicQueues, unitMode, fields, credentials);
    }
}
