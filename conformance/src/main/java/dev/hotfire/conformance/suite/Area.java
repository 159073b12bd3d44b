// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import java.util.Locale;

/** What part of a producer's work a case is about. */
public enum Area {
    FRAMING("frames and encodings"),
    ROUTES("routes in every shape"),
    NAMESERVER("name servers that fail, and who is asked next"),
    RETRY("another attempt, and where"),
    CODES("what brokers answer, in each mode"),
    DEADLINE("ends in time"),
    CONNECTION("connections that are lost, in each phase"),
    ANSWERS("late, duplicate and misdirected answers"),
    IDS("ids of messages and places"),
    PROPERTIES("properties"),
    BATCH("batches"),
    COMPRESSION("compression"),
    TRANSACTION("transactions"),
    REQUEST("requests and replies"),
    HEARTBEAT("heartbeats and leave"),
    CLOSE("the end of a producer"),
    UNSOLICITED("what brokers ask by themselves"),
    MOVING("queues and brokers that come, go and move"),
    HOSTILE("hostile bytes"),
    ACCESS("signatures and namespaces");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    /** In words. */
    public String title() {
        return title;
    }

    /** The first half of its cases' ids. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
