// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.utils;

import dev.hotfire.common.message.MessageClientIDSetter;

/** Ids that tell requests apart. */
public class CorrelationIdUtil {
    /** An id that no other call gets, in this process or another. */
    public static String createCorrelationId() {
        return MessageClientIDSetter.createUniqID();
    }
}
