// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.wire.route.TopicRoute;
import java.io.IOException;

/** What came of asking the name servers for a topic's route. */
public sealed interface RouteAnswer {
    /** One of them knows it. */
    record Found(TopicRoute route) implements RouteAnswer {}

    /** All that answered say that there is no such topic. */
    record Unknown(int responseCode, String remark) implements RouteAnswer {}

    /** One that answered won't tell, now or later: it does not take this client's word, or is no name server. */
    record Refused(int responseCode, String remark) implements RouteAnswer {}

    /** None gave an answer to build on. Asking again may help. */
    record Failed(IOException cause) implements RouteAnswer {}

    /** There is no name server: none is configured, and none was discovered (B-ROUTE-04). */
    enum NobodyToAsk implements RouteAnswer {
        INSTANCE
    }
}
