// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.Message;

/** Hears of the end of an asynchronous request: exactly one of the two is called, once, on a callback thread. */
public interface RequestCallback {
    /** The reply is here. */
    void onSuccess(Message message);

    /** No reply: the request could not be sent, or time is up. */
    void onException(Throwable e);
}
