// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

/**
 * What one stream of server-sent events is fed from. It is asked again and again, as fast as its reader takes what it
 * gives and not faster, so it must bound what it keeps between two questions.
 */
public interface EventSource extends AutoCloseable {
    /**
     * What has happened since the last question, in the form of the standard ({@code event: name}, {@code data: text}, an
     * empty line); empty for nothing. Called by one thread at a time, never by an event loop.
     */
    String poll();

    /** The stream has ended. */
    @Override
    void close();
}
