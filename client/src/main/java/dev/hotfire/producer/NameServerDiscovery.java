// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/**
 * Tells where the name servers are, for producers that are given no addresses (B-NAMESRV-05, W-18.5). The usual one is an
 * address server that is asked over HTTP; this interface takes its place.
 */
@FunctionalInterface
public interface NameServerDiscovery {
    /**
     * The name servers as they are now. Called when the producer starts and every two minutes, or sooner while none is
     * known, on a thread of the producer's that does nothing else; may block.
     *
     * @return {@code host:port[;host:port...]}; if that is empty, or what is thrown, is logged, and the last ones stay
     */
    String addresses() throws Exception;
}
