// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

import dev.hotfire.client.exception.MQClientException;

/** Called before every attempt of a send, to allow or forbid it. */
public interface CheckForbiddenHook {
    /** A name for logs. */
    String hookName();

    /**
     * Allows the send by returning.
     *
     * @throws MQClientException to forbid it; the send fails with it
     */
    void checkForbidden(CheckForbiddenContext context) throws MQClientException;
}
