// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/** What a running server does to a client that connects. Connections that exist are left alone. */
public enum Admission {
    /** Lets it in. */
    ACCEPT,
    /** Nobody listens: the connect is refused (T01). */
    REFUSE,
    /** Accepts, and closes at once (T04). */
    CLOSE,
    /** Accepts, and resets at once (T05). */
    RESET
}
