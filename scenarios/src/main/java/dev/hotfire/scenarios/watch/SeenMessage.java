// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a producer is sending or has sent, by its unique id: looked up once for whatever happens to it, and the place
 * where watchers keep what they know of it. A table of each watcher's own would cost more than all that it checks.
 */
final class SeenMessage {
    /** A copy that a broker stored. */
    record Copy(String broker, long commitLogOffset) {}

    /** The last send that it is in, alone or with others. */
    SeenSend send;

    /** The last send of it alone, null if there was none. */
    @Nullable
    SeenSend alone;

    /** The key in the first frame that was read of it. */
    @Nullable
    String key;

    /** Where it was stored, in the order of that; of whatever topic. */
    final List<Copy> copies = new ArrayList<>(1);

    /** Whether a copy was stored where consumers see it. */
    boolean inSight;

    SeenMessage(SeenSend send) {
        this.send = send;
    }
}
