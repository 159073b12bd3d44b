// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.wire.frame.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The broker's response codes by name, in the order of their numbers. */
final class ResponseCodes {
    private static final int HIGHEST_NAMED = 2_100;

    static final Map<String, Integer> BY_NAME = byName();

    private ResponseCodes() {}

    /** Turns the one table round, rather than to keep a second one. */
    private static Map<String, Integer> byName() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        for (int code = 0; code <= HIGHEST_NAMED; code++) {
            String name = ResponseCode.nameOf(code);
            if (!name.startsWith("UNKNOWN_")) {
                codes.put(name, code);
            }
        }
        return codes;
    }
}
