// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.hook;

import dev.hotfire.producer.RequestHook;
import dev.hotfire.wire.frame.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The request hooks of one producer, asked in order; what they throw is logged. Any thread but the loop's. */
public final class RequestHooks {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHooks.class);

    private final List<RequestHook> hooks;

    public RequestHooks(List<RequestHook> hooks) {
        this.hooks = List.copyOf(hooks);
    }

    /** The fields that hooks add to a request, in the order of writing; most often none. */
    public Map<String, String> before(String address, Frame request) {
        Map<String, String> added = new LinkedHashMap<>();
        Frame seen = request;
        for (RequestHook hook : hooks) {
            try {
                Map<String, String> more = hook.beforeRequest(address, seen);
                if (!more.isEmpty()) {
                    Frame.Builder extended = seen.toBuilder();
                    for (Map.Entry<String, String> field : more.entrySet()) {
                        if (isNew(hook, seen, field.getKey(), field.getValue())
                                && added.putIfAbsent(field.getKey(), field.getValue()) == null) {
                            extended.field(field.getKey(), field.getValue());
                        }
                    }
                    seen = extended.build();
                }
            } catch (Throwable e) {
                // Also errors, such as a test's failed assertion: a user's own must not keep a request from its way.
                LOG.warn("{} threw before {} to {}", hook.getClass().getName(), request.codeName(), address, e);
            }
        }
        return added;
    }

    @SuppressWarnings("ConstantValue") // A hook without null analysis may return null.
    private static boolean isNew(RequestHook hook, Frame request, String name, String value) {
        if (name == null || name.isEmpty() || name.length() > Short.MAX_VALUE || value == null) {
            LOG.warn(
                    "{} added field '{}' (expected: a name and a value)",
                    hook.getClass().getName(),
                    name);
            return false;
        }
        String present = request.field(name);
        if (present != null && !present.equals(value)) {
            LOG.warn(
                    "{} added field '{}' to a {} that has it (expected: a field of its own)",
                    hook.getClass().getName(),
                    name,
                    request.codeName());
        }
        return present == null;
    }

    /** Shows hooks the response. */
    public void after(String address, Frame request, Frame response) {
        for (RequestHook hook : hooks) {
            try {
                hook.afterResponse(address, request, response);
            } catch (Throwable e) {
                // As before a request.
                LOG.warn("{} threw after {} to {}", hook.getClass().getName(), request.codeName(), address, e);
            }
        }
    }
}
