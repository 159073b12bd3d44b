// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is served, and where. Mutable; for one thread. */
public final class ServeOptions {
    int nameServers = 1;
    List<String> brokers = List.of("broker-a");
    int slaves;
    final Map<String, Integer> topics = new LinkedHashMap<>();
    boolean autoCreateTopics;

    @Nullable
    Duration brokerExpiry;

    @Nullable
    HeaderEncoding headers;

    Consumer<FakeCluster> prepare = started -> {};
    String bind = "127.0.0.1";

    @Nullable
    String advertise;

    int port;
    String adminBind = "127.0.0.1";
    int adminPort;

    @Nullable
    String adminToken;

    /** One name server and one broker, without topics, on free ports of loopback. */
    public ServeOptions() {}

    /** How many name servers, at least 1. */
    public ServeOptions nameServers(int count) {
        this.nameServers = count;
        return this;
    }

    /** The brokers' names. */
    public ServeOptions brokers(List<String> names) {
        this.brokers = List.copyOf(names);
        return this;
    }

    /** So many brokers, named {@code broker-a}, {@code broker-b} and so on; beyond 26 by numbers. */
    public ServeOptions brokers(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("broker-" + (count <= 26 ? String.valueOf((char) ('a' + i)) : String.valueOf(i + 1)));
        }
        return brokers(names);
    }

    /** How many slaves each broker has. */
    public ServeOptions slaves(int perBroker) {
        this.slaves = perBroker;
        return this;
    }

    /** A topic, with so many queues on every broker. */
    public ServeOptions topic(String name, int queues) {
        topics.put(name, queues);
        return this;
    }

    /** How servers encode the headers of their answers. */
    public ServeOptions headers(HeaderEncoding encoding) {
        this.headers = encoding;
        return this;
    }

    /** What is done to the cluster once it has started, and before anybody is told that it has. */
    public ServeOptions prepare(Consumer<FakeCluster> steps) {
        this.prepare = steps;
        return this;
    }

    /** Whether a send to an unknown topic makes it. */
    public ServeOptions autoCreateTopics(boolean on) {
        this.autoCreateTopics = on;
        return this;
    }

    /** How long name servers go on listing a broker that they hear nothing of. */
    public ServeOptions brokerExpiry(Duration expiry) {
        this.brokerExpiry = expiry;
        return this;
    }

    /** The IP literal that name servers and brokers listen on. */
    public ServeOptions bind(String host) {
        this.bind = host;
        return this;
    }

    /** The IP literal or name that clients are told, if it is another one; null for none. */
    public ServeOptions advertise(@Nullable String host) {
        this.advertise = host;
        return this;
    }

    /** The port of the first name server; the other servers take those that follow. 0 for free ports. */
    public ServeOptions port(int first) {
        this.port = first;
        return this;
    }

    /** The IP literal that the HTTP interface listens on. */
    public ServeOptions adminBind(String host) {
        this.adminBind = host;
        return this;
    }

    /** The HTTP interface's port, 0 for a free one. */
    public ServeOptions adminPort(int number) {
        this.adminPort = number;
        return this;
    }

    /** What every request to the HTTP interface must bring; null for nothing, which only loopback allows. */
    public ServeOptions adminToken(@Nullable String token) {
        this.adminToken = token;
        return this;
    }
}
