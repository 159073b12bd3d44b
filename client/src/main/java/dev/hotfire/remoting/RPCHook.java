// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting;

import dev.hotfire.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;

/**
 * Called around every request to name servers and brokers. Fields that it adds to a request travel with it. What it
 * throws fails the request.
 */
public interface RPCHook {
    /**
     * Before a request is written.
     *
     * @param remoteAddr the {@code host:port} that it is for
     */
    void doBeforeRequest(String remoteAddr, RemotingCommand request);

    /**
     * After its response was read.
     *
     * @param response null when there is none, as for a oneway request
     */
    void doAfterResponse(String remoteAddr, RemotingCommand request, @Nullable RemotingCommand response);
}
