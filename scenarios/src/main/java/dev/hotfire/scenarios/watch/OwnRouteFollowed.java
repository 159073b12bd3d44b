// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Message;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.namespace.SystemTopics;
import java.util.HashMap;
import java.util.Map;

/**
 * X18, whose route: a producer that knows a topic's own route goes by that, also while name servers say that there is no such
 * topic. It does not ask for the route of the template, which leads to queues that the topic need not have (B-NS-05).
 *
 * <p>Who began an attempt knows the topic's own route, as no template is there to be found. A question for the template counts
 * once those that were asked before that must have been read.
 */
final class OwnRouteFollowed extends Watcher {
    /** So long a question waits for its connection at the most, and some time more to be asked and read. */
    private static final long ON_ITS_WAY = 5_000_000_000L;

    /** The same where all name servers were asked and answered as on the first day, so far. */
    private static final long AT_ONCE = 1_000_000_000L;

    private record Use(Party party, String topic) {}

    /** Since when a producer that joined then knows a route; far away while it may not. */
    private record Known(long joinedAt, long since) {}

    private final Map<Use, Known> uses = new HashMap<>();

    OwnRouteFollowed() {
        super("X18-own", "a topic whose route is known is not sent to by its template");
    }

    @Override
    void onHanded(SeenCall call, Message message) {
        Use use = new Use(call.party, watch().wire(call.invocation.topic()));
        Known known = uses.get(use);
        if (known == null || known.joinedAt != call.party.joinedAt) {
            uses.put(use, new Known(call.party.joinedAt, Long.MAX_VALUE));
        }
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        Party party = attempt.send.party;
        Use use = new Use(party, watch().wire(attempt.queue.topic()));
        Known known = uses.get(use);
        if (known == null || known.joinedAt != party.joinedAt || known.since == Long.MAX_VALUE) {
            uses.put(use, new Known(party.joinedAt, attempt.startedAt));
        }
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() != RequestCode.GET_ROUTEINFO_BY_TOPIC
                || !watch().isPunctual()
                || !watch().areQuestionsReadAtOnce()) {
            return;
        }
        String topic = request.frame().field("topic");
        boolean template = SystemTopics.TEMPLATE.equals(topic);
        boolean known = false;
        for (Party party : watch().parties()) {
            if (party.host.equals(request.host())) {
                template |= party.now().templateTopic().equals(topic);
                if (party.isClosing(request.now()) || party.now().trace() || party.first.trace()) {
                    return;
                }
            }
        }
        if (!template) {
            return;
        }
        boolean allPrompt = watch().promptNameServers(request.now()).size() == watch().nameServerCount();
        long asked = request.now() - (allPrompt ? AT_ONCE : ON_ITS_WAY);
        for (Map.Entry<Use, Known> one : uses.entrySet()) {
            if (one.getKey().party.host.equals(request.host())) {
                if (!isKnown(one.getKey(), one.getValue(), asked)) {
                    return;
                }
                known = true;
            }
        }
        if (known) {
            violated(request.describe() + ": asks for the route of " + topic + ", and its client knows those of all "
                    + "topics that it sends to");
        }
    }

    /** A producer that came meanwhile knows nothing of what the one before it knew. */
    private static boolean isKnown(Use use, Known known, long at) {
        return known.joinedAt == use.party.joinedAt && known.since <= at;
    }
}
