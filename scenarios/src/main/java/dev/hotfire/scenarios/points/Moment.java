// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.points;

import java.util.Locale;

/** Something that happens to a send, a producer or a broker, whatever fault it is due to. */
public enum Moment {
    RETRY_STORED("an attempt after the first is stored"),
    LAST_ATTEMPT_STORED("the last attempt that was left is stored"),
    ATTEMPTS_EXHAUSTED("a send fails once all its attempts are spent"),
    TWO_UNKNOWN("two attempts of a send end unknown"),
    TIMED_OUT_WITHOUT_ATTEMPT("a send times out before its first attempt"),
    TIMED_OUT_AFTER_ATTEMPTS("a send times out after attempts"),
    NO_ROUTE("a send fails without a route"),
    CONNECTION_FAILED("a send fails because a connection was lost"),
    NO_ROOM("a send is refused because too many are in flight"),
    CLOSED_UNDER_WAY("a close fails a send that was under way"),
    CALLED_AFTER_CLOSE("a send is called after the close"),
    DUPLICATED("a message is stored twice"),
    STORED_AFTER_END("a message is stored after its send has ended"),
    ONEWAY_READ("a broker reads a one-way send"),
    WEAK("a caller is told that its message is stored weakly"),
    WEAK_THEN_STRONG("another attempt makes up for a weak copy"),
    GO_AWAY_FOLLOWED("GO_AWAY is followed by another attempt"),
    AVOIDED_ALL_THE_SAME("an attempt goes to a broker that is avoided"),
    RELEASED_EARLY("a broker is avoided no longer before its time was over"),
    RELEASED_IN_TIME("a broker is avoided no longer because its time is over"),
    ISOLATED_LONGER("a broker is avoided for longer than was said at first"),
    CLOSED_WITH_OPEN_SENDS("a producer closes with sends open"),
    DRAINED("a send is stored after its producer began to close"),
    STARTED_AGAIN("a producer sends that was started after another of its group had closed"),
    RECONFIGURED("a producer sends by changed settings"),
    CONNECTED_AGAIN("a producer connects to a server a second time"),
    HEARTBEAT("a broker reads a heartbeat"),
    UNREGISTERED("a broker reads a producer's leave"),
    RUNTIME_SHARED("producers that share a runtime send"),
    OFFICIAL_RETRY("a producer with the official client's decisions makes another attempt"),
    HOOKED_RETRY("a producer with hooks makes another attempt"),
    COMPRESSED("a broker reads a compressed body"),
    BINARY_HEADER("a broker reads a binary header"),
    BATCH("a broker reads a batch"),
    ACCUMULATED("a broker reads a batch of messages that waited for each other"),
    KEYED("a broker reads a message whose caller chose the queue"),
    NUMBERED_QUEUE("an attempt goes to a queue that is numbered across brokers"),
    NUMBERED_QUEUE_MOVED("a broker no longer holds a queue that is numbered across brokers"),
    TRACED("a broker stores a trace"),
    TOO_LARGE("a message is refused at the door"),
    SELECTOR_FAILED("a send fails because of its caller's selector"),
    TRANSACTION_COMMITTED("a local transaction commits"),
    TRANSACTION_ROLLED_BACK("a local transaction rolls back"),
    TRANSACTION_UNDECIDED("a local transaction does not know"),
    COMMITTED_IN_SIGHT("a half message gets into its topic"),
    CHECK_COMMITTED("a broker asks about a transaction, which commits"),
    CHECK_ROLLED_BACK("a broker asks about a transaction, which rolls back"),
    REPLIED("a request gets its reply"),
    REPLIED_BEFORE_ANSWER("a reply comes before the request is confirmed"),
    NO_REPLY("a request gets no reply in time"),
    DELIVERED_BY_LEVEL("a message that waited for its delay level gets into its topic"),
    DELIVERED_BY_TIMER("a message that waited for its timer gets into its topic"),
    TAKEN_BACK("a broker takes a message back"),
    LOOK_UP_ELSEWHERE("a route is asked of another name server than the first");

    private final String title;

    Moment(String title) {
        this.title = title;
    }

    /** What happens, in words. */
    public String title() {
        return title;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
