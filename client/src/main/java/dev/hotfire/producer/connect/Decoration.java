// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.hook.RequestHooks;
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
    /** Marks the type of a request; the only known one is 0, "stream" (W-18.3). */
    private static final String REQUEST_TYPE = "ReqT";

    private static final String ZONE_NAME = "__ZONE_NAME";
    private static final String ZONE_MODE = "__ZONE_MODE";

    private final Map<String, String> fields;
    private final @Nullable AclCredentials credentials;
    private final @Nullable RequestHooks hooks;

    private Decoration(Map<String, String> fields, @Nullable AclCredentials credentials, @Nullable RequestHooks hooks) {
        this.fields = Collections.unmodifiableMap(fields);
        this.credentials = credentials;
        this.hooks = hooks;
    }

    /** What this configuration asks for. */
    public static Decoration of(ProducerConfig config) {
        Map<String, String> fields = new LinkedHashMap<>();
        Namespace namespace = config.namespace();
        if (namespace.kind() == Namespace.Kind.FIELDS) {
            fields.put(Namespaces.VERSION_2_FIELD, "true");
            fields.put(Namespaces.VERSION_2_NAMESPACE_FIELD, namespace.name());
        }
        if (config.streamRequests()) {
            fields.put(REQUEST_TYPE, "0");
        }
        putIfSet(fields, ZONE_NAME, config.zoneName());
        putIfSet(fields, ZONE_MODE, config.zoneMode());
        RequestHooks hooks = config.requestHooks().isEmpty() ? null : new RequestHooks(config.requestHooks());
        return new Decoration(fields, config.credentials(), hooks);
    }

    private static void putIfSet(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** The user's hooks that see all requests, which are called by whoever sends; null if there are none. */
    public @Nullable RequestHooks hooks() {
        return hooks;
    }

    /** A request with all that belongs on it but the signature: what hooks see. */
    Frame unsigned(Frame request) {
        return fields.isEmpty() ? request : request.toBuilder().fields(fields).build();
    }

    /** A send without the signature that its writer has put on it: what hooks see. */
    public Frame withoutSignature(Frame send) {
        return credentials == null
                ? send
                : send.toBuilder()
                        .field(AclSignature.ACCESS_KEY, null)
                        .field(AclSignature.SECURITY_TOKEN, null)
                        .field(AclSignature.SIGNATURE, null)
                        .build();
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
            String producerGroup, String topic, String defaultTopic, int defaultTopicQueues, boolean unitMode) {
        return new SendFrameWriter(
                producerGroup, topic, defaultTopic, defaultTopicQueues, unitMode, fields, credentials);
    }
}
