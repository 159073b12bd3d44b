// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The standard's words for its numbers. */
final class Statuses {
    private Statuses() {}

    static String reason(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
