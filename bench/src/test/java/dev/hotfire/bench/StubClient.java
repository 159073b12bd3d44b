// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.List;

/** A client of which a test needs one way of sending only. */
class StubClient implements Client {
    @Override
    public void send(byte[] body) throws Exception {
        throw new UnsupportedOperationException("send");
    }

    @Override
    public void sendAsync(byte[] body, Ending ending) {
        throw new UnsupportedOperationException("sendAsync");
    }

    @Override
    public void sendOneway(byte[] body) {
        throw new UnsupportedOperationException("sendOneway");
    }

    @Override
    public void sendBatch(List<byte[]> bodies) {
        throw new UnsupportedOperationException("sendBatch");
    }

    @Override
    public void close() {}
}
