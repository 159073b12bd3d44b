// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;

/**
 * The fields of one kind of request or response. Every implementation is a record with a static {@code from(Frame)},
 * which throws {@link MalformedHeaderException} when a required field is absent or a present one makes no sense.
 */
public interface CommandHeader {
    /** Sets this header's fields in {@code frame}, and returns it. Fields that are null are left out. */
    Frame.Builder writeTo(Frame.Builder frame);
}
