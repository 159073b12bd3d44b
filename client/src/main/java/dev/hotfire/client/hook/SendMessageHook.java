// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

/** Called around every attempt of a send. What it throws is logged and else ignored; it never runs on an event loop. */
public interface SendMessageHook {
    /** A name for logs. */
    String hookName();

    /** Before the attempt is written. */
    void sendMessageBefore(SendMessageContext context);

    /** After the attempt; the context has the result or the exception. */
    void sendMessageAfter(SendMessageContext context);
}
