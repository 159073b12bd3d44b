// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

/** Hears of the end of an asynchronous send: exactly one of the two is called, once, on a callback thread. */
public interface SendCallback {
    /** The message is stored; {@link SendResult#getSendStatus} says how safely. */
    void onSuccess(SendResult sendResult);

    /** The send failed; some attempt may have stored the message nevertheless. */
    void onException(Throwable e);
}
