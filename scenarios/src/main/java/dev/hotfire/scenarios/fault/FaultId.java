// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a producer can meet, by the ids of the reference: T of the transport, R of what brokers answer, B of how
 * they behave, N of name servers, C of the client and what surrounds it.
 */
public enum FaultId {
    T01("connections are refused", Scope.NODE, Amount.NONE, Worlds.BOTH, "new", "all"),
    T02("connection requests are lost", Scope.NODE, Amount.NONE, Worlds.SIM, "new", "all"),
    T03("connecting takes long", Scope.CLUSTER, Amount.DURATION, Worlds.SIM),
    T04("connections are accepted and closed", Scope.NODE, Amount.NONE, Worlds.BOTH, "new", "all"),
    T05("connections are accepted and reset", Scope.NODE, Amount.NONE, Worlds.BOTH, "new", "all"),
    T06("a connection is reset with a request on its way", Scope.REQUESTS, Amount.NONE, Worlds.BOTH, "before", "after"),
    T07(
            "the peer's stream ends with a request on its way",
            Scope.REQUESTS,
            Amount.NONE,
            Worlds.BOTH,
            "before",
            "after",
            "half-before",
            "half-after"),
    T08("the peer is gone without a word", Scope.NODE, Amount.NONE, Worlds.BOTH),
    T09("bytes of one direction vanish", Scope.NODE, Amount.NONE, Worlds.BOTH, "requests", "answers"),
    T10("latency", Scope.NODE, Amount.DURATION, Worlds.BOTH, "constant", "uniform", "log-normal"),
    T11("the peer reads slowly", Scope.NODE, Amount.DURATION, Worlds.BOTH),
    T12("the peer writes slowly", Scope.NODE, Amount.DURATION, Worlds.BOTH),
    T13("frames are cut anywhere", Scope.NODE, Amount.COUNT, Worlds.BOTH),
    T14("an answer is cut off, and the connection ends", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    T15(
            "an answer's length is corrupt",
            Scope.REQUESTS,
            Amount.NONE,
            Worlds.BOTH,
            "zero",
            "negative",
            "huge",
            "wrong",
            "header"),
    T16("an answer's header is corrupt", Scope.REQUESTS, Amount.NONE, Worlds.BOTH, "garbage", "encoding"),
    T17("a body is corrupt", Scope.NAME_SERVER, Amount.NONE, Worlds.BOTH),
    T18("an answer comes twice", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    T19("an answer that nobody waits for", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    T20("an answer on the wrong connection", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    T21("two answers change places", "a lie that no client can see through; rules can tell it (swap-opaques)"),
    T22("answers overtake each other", Scope.REQUESTS, Amount.DURATION, Worlds.BOTH),
    T23("answers come after the timeout", Scope.REQUESTS, Amount.DURATION, Worlds.BOTH),
    T24(
            "a server asks something by itself",
            Scope.BROKER,
            Amount.DURATION,
            Worlds.BOTH,
            "consumers",
            "transaction",
            "unknown"),
    T25("the server closes its connections", Scope.NODE, Amount.DURATION, Worlds.BOTH),
    T26(
            "an answer comes over a later connection",
            "to a producer it is T20: an answer that its connection does not wait for"),
    T27("the first address of a name is dead", Scope.BROKER, Amount.NONE, Worlds.SIM),
    T28(
            "a TLS handshake fails",
            "simulated worlds speak plain text; the producer's tests over TCP stall and fail handshakes"),

    R1("SYSTEM_ERROR", Scope.REQUESTS, Amount.NONE, Worlds.BOTH, "before", "after"),
    R2("SYSTEM_BUSY", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R3("REQUEST_CODE_NOT_SUPPORTED", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R4("TRANSACTION_FAILED", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R10("FLUSH_DISK_TIMEOUT", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R11("SLAVE_NOT_AVAILABLE", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R12("FLUSH_SLAVE_TIMEOUT", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R13("MESSAGE_ILLEGAL", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R14("SERVICE_NOT_AVAILABLE", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R15("VERSION_NOT_SUPPORTED", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R16("NO_PERMISSION", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R17("TOPIC_NOT_EXIST", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R26("SUBSCRIPTION_GROUP_NOT_EXIST", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R29("INVALID_PARAMETER", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R204("NO_BUYER_ID", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R205("NOT_IN_CURRENT_UNIT", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R215("FLOW_CONTROL", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R501("NOT_LEADER_FOR_QUEUE", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R1500("GO_AWAY", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R2000("a controller's code", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    R_OTHER("a code that nobody knows", Scope.REQUESTS, Amount.NONE, Worlds.BOTH, "negative", "large"),
    R_BARE(
            "a malformed success",
            Scope.REQUESTS,
            Amount.NONE,
            Worlds.BOTH,
            "no-fields",
            "no-offset",
            "no-queue",
            "no-id",
            "long-remark",
            "unknown-fields"),

    B01("crash before a message is stored", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    B02("crash before a stored message is acknowledged", Scope.REQUESTS, Amount.NONE, Worlds.BOTH),
    B03("crash that loses acknowledged messages", Scope.BROKER, Amount.COUNT, Worlds.BOTH),
    B04("stored at once, answered late", Scope.REQUESTS, Amount.DURATION, Worlds.BOTH),
    B05("the process goes", Scope.NODE, Amount.NONE, Worlds.BOTH, "kill", "graceful", "power-off"),
    B06("the process stands still", Scope.NODE, Amount.NONE, Worlds.BOTH),
    B07("restart at the same address", Scope.BROKER, Amount.NONE, Worlds.BOTH, "log-kept", "log-lost"),
    B08("restart at another address", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B09("a broker is read-only", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B10("only slaves are left", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B11("a slave takes over", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B12("brown-out", Scope.BROKER, Amount.DURATION, Worlds.BOTH),
    B13("a part of the requests fails", Scope.REQUESTS, Amount.DURATION, Worlds.BOTH, "silent", "slow", "failing"),
    B14("fails faster than it would succeed", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B15("more requests than a broker has capacity for", Scope.BROKER, Amount.COUNT, Worlds.BOTH),
    B16("flapping", Scope.BROKER, Amount.DURATION, Worlds.BOTH),
    B17("page cache busy", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    B18("all brokers but one", Scope.CLUSTER, Amount.DURATION, Worlds.BOTH, "slow", "busy", "down"),
    B19(
            "heartbeats and sends fare differently",
            Scope.BROKER,
            Amount.NONE,
            Worlds.BOTH,
            "sends-ignored",
            "heartbeats-ignored"),
    B20("answers in another version or encoding", Scope.REQUESTS, Amount.NONE, Worlds.BOTH, "encoding", "version"),

    N01("stale route", Scope.NAME_SERVER, Amount.NONE, Worlds.BOTH),
    N02(
            "partial route",
            Scope.NAME_SERVER,
            Amount.NONE,
            Worlds.BOTH,
            "no-broker",
            "no-address",
            "no-queues",
            "no-master"),
    N03("no route", Scope.NAME_SERVER, Amount.NONE, Worlds.BOTH, "empty", "null-body", "no-topic", "not-ready"),
    N04("flapping route", Scope.NAME_SERVER, Amount.NONE, Worlds.BOTH),
    N05("name servers disagree", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    N06("slow name server", Scope.NAME_SERVER, Amount.DURATION, Worlds.BOTH, "slow", "stalled"),
    N07("a name server is out of reach", Scope.NAME_SERVER, Amount.NONE, Worlds.BOTH, "refused", "silent"),
    N08("the list of name servers changes", Scope.CLIENT, Amount.NONE, Worlds.BOTH),
    N09("permission in the route changes", Scope.BROKER, Amount.NONE, Worlds.BOTH, "read-only", "none"),
    N10("the number of write queues changes", Scope.BROKER, Amount.NONE, Worlds.BOTH, "grow", "shrink", "none"),
    N11("a queue of a static topic moves", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    N12("ordered-topic configuration", Scope.CLUSTER, Amount.NONE, Worlds.BOTH, "valid", "partial", "malformed"),
    N13("a broker goes by another address", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    N14("a dead broker stays listed", Scope.BROKER, Amount.NONE, Worlds.BOTH),
    N15(
            "malformed route",
            Scope.NAME_SERVER,
            Amount.NONE,
            Worlds.BOTH,
            "garbage",
            "cut",
            "unknown-fields",
            "duplicate-keys"),
    N16("the address server says garbage", "the producer's tests of address discovery hold it, in both worlds"),
    N17("first sends of many callers on a slow route", Scope.NAME_SERVER, Amount.DURATION, Worlds.BOTH),

    C01("the client stands still", Scope.CLIENT, Amount.NONE, Worlds.SIM),
    C02("the client's wall clock jumps", Scope.CLIENT, Amount.DURATION, Worlds.SIM, "forward", "back"),
    C03("the client's wall clock strobes", Scope.CLIENT, Amount.DURATION, Worlds.SIM),
    C04("callback threads are busy", "a simulated machine has no threads to fill; tests with real threads hold it"),
    C05("callbacks misbehave", Scope.CLIENT, Amount.NONE, Worlds.BOTH, "throw", "send-again", "close"),
    C06("selectors misbehave", Scope.CLIENT, Amount.NONE, Worlds.BOTH, "throw", "null", "foreign"),
    C07("callers are interrupted", "nobody waits in a simulated world; tests with real threads hold it"),
    C08("limits in flight change", Scope.CLIENT, Amount.COUNT, Worlds.BOTH),
    C09("messages that can't be sent", Scope.CLIENT, Amount.NONE, Worlds.BOTH),
    C10("the producer is closed and another started", Scope.CLIENT, Amount.NONE, Worlds.BOTH),
    C11("producers come and go", Scope.CLIENT, Amount.DURATION, Worlds.BOTH),
    C12("producers share a runtime, and one leaves", Scope.CLIENT, Amount.NONE, Worlds.BOTH),
    C13(
            "settings change",
            Scope.CLIENT,
            Amount.NONE,
            Worlds.BOTH,
            "timeout",
            "isolation",
            "retries",
            "headers",
            "compression",
            "latencies"),
    C14("the client's loop is held up", Scope.CLIENT, Amount.DURATION, Worlds.SIM),
    C15(
            "fault points in client code",
            "the producer has none; small limits, batches and slices are drawn for each run instead");

    /** What a fault is about. */
    public enum Scope {
        /** Requests to a broker, or to all. */
        REQUESTS,
        /** A broker. */
        BROKER,
        /** A name server, or all. */
        NAME_SERVER,
        /** A broker or a name server. */
        NODE,
        /** A producer. */
        CLIENT,
        /** Everything. */
        CLUSTER
    }

    /** What a fault's number means. */
    public enum Amount {
        NONE,
        DURATION,
        COUNT
    }

    /** Where a fault can be brought about. */
    public enum Worlds {
        BOTH,
        SIM
    }

    private final String title;
    private final Scope scope;
    private final Amount amount;
    private final boolean overTcp;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> kinds;

    private final @Nullable String exclusion;

    FaultId(String title, Scope scope, Amount amount, Worlds worlds, String... kinds) {
        this.title = title;
        this.scope = scope;
        this.amount = amount;
        this.overTcp = worlds == Worlds.BOTH;
        this.kinds = List.of(kinds);
        this.exclusion = null;
    }

    FaultId(String title, String exclusion) {
        this.title = title;
        this.scope = Scope.CLUSTER;
        this.amount = Amount.NONE;
        this.overTcp = false;
        this.kinds = List.of();
        this.exclusion = exclusion;
    }

    /** Its name in files and reports. */
    public String id() {
        return name().replace('_', '-');
    }

    /** The id with this name. */
    public static Optional<FaultId> of(String id) {
        return Arrays.stream(values()).filter(fault -> fault.id().equals(id)).findFirst();
    }

    /** What it is, in a few words. */
    public String title() {
        return title;
    }

    public Scope scope() {
        return scope;
    }

    public Amount amount() {
        return amount;
    }

    /** Whether it can be brought about over TCP as well. */
    public boolean overTcp() {
        return overTcp;
    }

    /** Its forms; empty if it has only one. */
    public List<String> kinds() {
        return kinds;
    }

    /** Why no run has it, empty if runs do. */
    public Optional<String> exclusion() {
        return Optional.ofNullable(exclusion);
    }
}
