// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import dev.hotfire.client.AccessChannel;
import dev.hotfire.client.exception.MQClientException;
import java.io.IOException;

/** Takes trace records and sends them on. */
public interface TraceDispatcher {
    /** Whose records these are. */
    enum Type {
        PRODUCE,
        CONSUME
    }

    void start(String nameSrvAddr, AccessChannel accessChannel) throws MQClientException;

    /** Takes a record; false if there is no room for it. */
    boolean append(Object ctx);

    void flush() throws IOException;

    void shutdown();
}
