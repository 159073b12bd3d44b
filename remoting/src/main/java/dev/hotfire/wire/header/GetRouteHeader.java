// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;
import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code GET_ROUTEINFO_BY_TOPIC} (W-9).
 *
 * @param acceptStandardJsonOnly true asks for quoted keys (W-10); null says nothing
 */
public record GetRouteHeader(String topic, @Nullable Boolean acceptStandardJsonOnly) implements CommandHeader {
    public GetRouteHeader {
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static GetRouteHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new GetRouteHeader(fields.requiredText("topic"), fields.bool("acceptStandardJsonOnly"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic).field("acceptStandardJsonOnly", textOf(acceptStandardJsonOnly));
    }
}
