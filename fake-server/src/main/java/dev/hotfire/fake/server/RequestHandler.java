// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/**
 * Answers one kind of request.
 *
 * <p>Called with the server locked: one request at a time, never after {@link FakeServer#crash()} or another way down
 * has returned. It must not block. Whatever it throws becomes response code 1 with the exception's text as remark, as
 * in a real server (W-4).
 */
@FunctionalInterface
public interface RequestHandler {
    Reply handle(Request request);
}
