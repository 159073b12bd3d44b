// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.nameserver;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A name server whose knowledge is given to it: it answers with the {@link RouteView} it has, which anyone may replace
 * at any time, and which may differ from that of its neighbours.
 *
 * <p>Behaves as the name server of release 5.5.0, except that brokers don't register with it over the network and
 * nothing expires by itself. Safe from any thread.
 */
public final class FakeNameServer implements FakeNode {
    /** What official servers add where a topic is missing. */
    private static final String FAQ = "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";

    private final FakeServer server;
    private volatile RouteView view = RouteView.EMPTY;
    private volatile boolean ready = true;
    private volatile RouteChange answers = RouteChange.NONE;

    private FakeNameServer(FakeServer.Builder builder) {
        this.server = builder.handle(RequestCode.GET_ROUTEINFO_BY_TOPIC, this::route)
                .handle(RequestCode.GET_BROKER_CLUSTER_INFO, this::clusterInfo)
                .handle(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, this::topics)
                .build();
    }

    /** A name server on a machine, not started yet, with a journal and fault rules of its own. */
    public static FakeNameServer on(Machine machine) {
        return new FakeNameServer(FakeServer.builder(machine));
    }

    /** A name server made of a server that the caller has set up so far; not started yet. */
    public static FakeNameServer of(FakeServer.Builder builder) {
        return new FakeNameServer(requireNonNull(builder, "builder"));
    }

    @Override
    public FakeServer server() {
        return server;
    }

    /** What it believes. */
    public RouteView view() {
        return view;
    }

    /** Replaces what it believes; requests that are being answered may still see the former view. */
    public void view(RouteView newView) {
        this.view = requireNonNull(newView, "view");
    }

    /** Changes what it believes. */
    public synchronized void changeView(UnaryOperator<RouteView> change) {
        view(change.apply(view));
    }

    /**
     * Has it answer look-ups with what {@code change} makes of its view: another route, a stale or empty one, one that flaps,
     * or none. Unlike a changed {@link #view()}, this stays when the view is replaced.
     *
     * @param change called for each look-up with the server locked, in their order; it must be quick. {@link
     *     RouteChange#NONE} ends it
     */
    public void answers(RouteChange change) {
        this.answers = requireNonNull(change, "change");
    }

    /** Whether it answers lookups; one that just started and waits for brokers does not (N03). */
    public void ready(boolean newReady) {
        this.ready = newReady;
    }

    /**
     * GET_ROUTEINFO_BY_TOPIC (105), W-10. Strict JSON for clients of 4.9.4 and newer or who ask for it, for others the
     * form with bare integer keys that old name servers wrote. Leaves out: ordered topics' configuration from the
     * key-value store (it is part of the view's route), acting masters, zones' filtering.
     */
    private Reply route(Request request) {
        if (!ready) {
            return request.refuse(ResponseCode.SYSTEM_ERROR, "name server not ready");
        }
        GetRouteHeader header = header(request.frame());
        TopicRoute route = answers.routeFor(header.topic(), view.route(header.topic()));
        if (route == null) {
            return request.refuse(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "No topic route info in name server for the topic: " + header.topic() + FAQ);
        }
        boolean standardJson = request.frame().version() >= MqVersion.V4_9_4 || asksForStandardJson(header);
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(RouteCodec.encode(route, standardJson))
                .build());
    }

    /** Read as officially: whatever is not "true" is no wish for strict JSON, where other readers of ours find fault. */
    private static GetRouteHeader header(Frame frame) {
        String topic = frame.field("topic");
        String asked = frame.field("acceptStandardJsonOnly");
        return topic == null ? GetRouteHeader.from(frame) : new GetRouteHeader(topic, Boolean.valueOf(asked));
    }

    private static boolean asksForStandardJson(GetRouteHeader header) {
        @Nullable Boolean asked = header.acceptStandardJsonOnly();
        return asked != null && asked;
    }

    /** GET_BROKER_CLUSTER_INFO (106): the view's cluster, with bare integer keys whoever asks, as the official one does. */
    private Reply clusterInfo(Request request) {
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(RouteCodec.encodeClusterInfo(view.cluster(), false))
                .build());
    }

    /** GET_ALL_TOPIC_LIST_FROM_NAMESERVER (206): the topics of the view, by name. */
    private Reply topics(Request request) {
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(RouteCodec.encodeTopicList(new ArrayList<>(view.routes().keySet())))
                .build());
    }
}
