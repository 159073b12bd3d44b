// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import static java.util.Objects.requireNonNull;

/**
 * What a link does in each direction.
 *
 * @param toServer requests
 * @param toClient answers, and requests that the server starts
 */
public record LinkConditions(LinkDirection toServer, LinkDirection toClient) {
    /** Nothing happens to bytes in either direction. */
    public static final LinkConditions CLEAR = both(LinkDirection.CLEAR);

    public LinkConditions {
        requireNonNull(toServer, "toServer");
        requireNonNull(toClient, "toClient");
    }

    public static LinkConditions both(LinkDirection direction) {
        return new LinkConditions(direction, direction);
    }

    /** The same latency and slicing, and nothing gets through: a peer that vanished without a word. */
    public LinkConditions blackholed() {
        return new LinkConditions(toServer.withBlackhole(true), toClient.withBlackhole(true));
    }
}
