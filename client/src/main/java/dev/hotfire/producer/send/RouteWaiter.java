// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import java.io.IOException;

/** What waits for the route of its {@link Topic}. Confined to the loop. */
interface RouteWaiter {
    /** An answer came; it waits no longer. */
    void onRoute();

    /** There is no route to wait for; it waits no longer. */
    void onNoRoute(String what);

    /** A name server won't tell the route; it waits no longer. */
    void onRouteRefused(int responseCode, String remark);

    /** Nobody can be asked for a route; it waits no longer. */
    void onNoNameServer();

    /** A look-up failed; it goes on waiting. */
    void onLookUpFailed(IOException cause);
}
