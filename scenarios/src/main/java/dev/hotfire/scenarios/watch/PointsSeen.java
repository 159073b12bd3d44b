// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.scenarios.points.Moment;
import dev.hotfire.scenarios.points.Phase;
import dev.hotfire.scenarios.points.Points;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges nothing, but notes the points that the run comes by: what did not happen was not checked. */
final class PointsSeen extends Watcher {
    private static final int CONNECT_FAILED = 10_001;

    private final Points points = new Points();
    /** What was stored out of sight, or of nobody known, by topic and unique id. */
    private final Set<String> stored = new HashSet<>();

    /** Who has or had a connection, and to whom. */
    private final Set<String> connected = new HashSet<>();

    private final Map<Party, Long> closedAt = new HashMap<>();
    private @Nullable String firstNameServer;

    PointsSeen() {
        super("points", "points that the run came by");
    }

    Points points() {
        return points;
    }

    void onFault(FaultId id, boolean begins) {
        if (begins) {
            points.begins(id);
        } else {
            points.ends(id);
        }
    }

    // ---- sends ----

    @Override
    void onSendStarted(SeenSend send) {
        points.in(Phase.CHOOSING);
        Party party = send.party;
        if (closedAt.getOrDefault(party, Long.MAX_VALUE) < send.startedAt) {
            points.at(Moment.STARTED_AGAIN);
        }
        if (!party.now().equals(party.first)) {
            points.at(Moment.RECONFIGURED);
        }
        for (Party other : watch().parties()) {
            if (other != party && other.host.equals(party.host)) {
                points.at(Moment.RUNTIME_SHARED);
            }
        }
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        String broker = attempt.queue.brokerName();
        if (attempt.isolatedAtStart.contains(broker)) {
            points.at(Moment.AVOIDED_ALL_THE_SAME);
        }
        if (broker.equals(Place.LOGICAL_BROKER)) {
            points.at(Moment.NUMBERED_QUEUE);
        }
        if (attempt.number == 1) {
            return;
        }
        points.in(Phase.RETRYING);
        ProducerConfig config = attempt.send.party.now();
        if (config.profile() == Profile.COMPATIBLE) {
            points.at(Moment.OFFICIAL_RETRY);
        }
        if (!config.sendHooks().isEmpty()) {
            points.at(Moment.HOOKED_RETRY);
        }
        AttemptOutcome before = Choice.before(attempt).outcome;
        if (before instanceof AttemptOutcome.Refused refused && refused.responseCode() == ResponseCode.GO_AWAY) {
            points.at(Moment.GO_AWAY_FOLLOWED);
        }
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        AttemptOutcome outcome = attempt.outcome;
        if (outcome instanceof AttemptOutcome.Refused refused && refused.responseCode() == CONNECT_FAILED) {
            points.in(Phase.CONNECTING);
        }
        SeenSend send = attempt.send;
        SeenCall call = send.call;
        int code = codeOf(outcome);
        if (call != null) {
            points.answered(call.invocation.kind(), code);
        }
        if (code == ResponseCode.NOT_LEADER_FOR_QUEUE
                && attempt.queue.brokerName().equals(Place.LOGICAL_BROKER)) {
            points.at(Moment.NUMBERED_QUEUE_MOVED);
        }
        if (outcome instanceof AttemptOutcome.Stored && attempt.number > 1) {
            points.at(Moment.RETRY_STORED);
            if (attempt.number == 1 + send.party.now().asyncRetries()) {
                points.at(Moment.LAST_ATTEMPT_STORED);
            }
        }
        int unknown = 0;
        for (SeenAttempt each : send.attempts) {
            unknown += each.outcome instanceof AttemptOutcome.Unknown ? 1 : 0;
        }
        if (unknown > 1) {
            points.at(Moment.TWO_UNKNOWN);
        }
    }

    private static int codeOf(@Nullable AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored copy) {
            return switch (copy.status()) {
                case SEND_OK -> ResponseCode.SUCCESS;
                case FLUSH_DISK_TIMEOUT -> ResponseCode.FLUSH_DISK_TIMEOUT;
                case FLUSH_SLAVE_TIMEOUT -> ResponseCode.FLUSH_SLAVE_TIMEOUT;
                case SLAVE_NOT_AVAILABLE -> ResponseCode.SLAVE_NOT_AVAILABLE;
            };
        } else if (outcome instanceof AttemptOutcome.Refused refused) {
            return refused.responseCode();
        }
        return outcome instanceof AttemptOutcome.Unknown unknown ? unknown.responseCode() : CONNECT_FAILED;
    }

    @Override
    void onSendEnded(SeenSend send) {
        points.in(Phase.COMPLETING);
        if (send.result != null) {
            if (send.party.isClosing(send.endedAt)) {
                points.at(Moment.DRAINED);
            }
            boolean weakBefore = send.attempts.stream()
                    .anyMatch(attempt -> attempt.outcome instanceof AttemptOutcome.Stored copy
                            && copy.status() != SendStatus.SEND_OK);
            if (weakBefore && send.result.status() == SendStatus.SEND_OK) {
                points.at(Moment.WEAK_THEN_STRONG);
            }
        }
        if (send.failure != null
                && send.attempts.size() > 1
                && send.attempts.size() == 1 + send.party.now().asyncRetries()) {
            points.at(Moment.ATTEMPTS_EXHAUSTED);
        }
    }

    @Override
    void onTold(SeenCall call) {
        SendException failure = call.failure;
        TerminalClass told = call.terminal == null ? null : call.terminal.told();
        if (told == TerminalClass.OK_WEAK) {
            points.at(Moment.WEAK);
        }
        if (call.invocation.kind() == SendKind.REQUEST && told == TerminalClass.OK) {
            points.at(Moment.REPLIED);
        }
        if (failure instanceof SendTimeoutException) {
            points.at(
                    failure.attempts().isEmpty() ? Moment.TIMED_OUT_WITHOUT_ATTEMPT : Moment.TIMED_OUT_AFTER_ATTEMPTS);
        } else if (failure instanceof ProducerClosedException) {
            points.at(failure.attempts().isEmpty() ? Moment.CALLED_AFTER_CLOSE : Moment.CLOSED_UNDER_WAY);
        } else if (failure instanceof NoRouteException) {
            points.at(Moment.NO_ROUTE);
        } else if (failure instanceof ConnectionFailedException) {
            points.at(Moment.CONNECTION_FAILED);
        } else if (failure instanceof TooManyInFlightException) {
            points.at(Moment.NO_ROOM);
        } else if (failure instanceof QueueSelectionException) {
            points.at(Moment.SELECTOR_FAILED);
        } else if (failure instanceof NoReplyException) {
            points.at(Moment.NO_REPLY);
        } else if (failure == null && told == TerminalClass.FAIL) {
            points.at(Moment.TOO_LARGE);
        }
    }

    @Override
    void onReply(String sendId, String text) {
        SeenCall call = watch().call(sendId);
        SeenSend send = call == null ? null : call.send;
        if (send != null && !send.ended) {
            points.at(Moment.REPLIED_BEFORE_ANSWER);
        }
    }

    // ---- producers ----

    @Override
    void onIsolated(Party party, String broker, String reason, long now) {
        int avoided = 0;
        for (String each : party.isolated) {
            avoided += watch().isBroker(each) ? 1 : 0;
        }
        points.avoided(avoided, watch().brokerCount());
        if (party.isolatedSince.getOrDefault(broker, now) < now) {
            points.at(Moment.ISOLATED_LONGER);
        }
    }

    @Override
    void onReleased(Party party, String broker, long now) {
        boolean early = party.isolatedUntil.getOrDefault(broker, 0L) > now;
        points.at(early ? Moment.RELEASED_EARLY : Moment.RELEASED_IN_TIME);
    }

    @Override
    void onClosing(Party party, long now) {
        if (party.open > 0) {
            points.at(Moment.CLOSED_WITH_OPEN_SENDS);
        }
    }

    @Override
    void onClosed(Party party, long now) {
        closedAt.put(party, now);
    }

    @Override
    void onDecision(Party party, String transactionId, int bits, boolean checked, long now) {
        if (bits == SysFlag.TRANSACTION_COMMIT) {
            points.at(checked ? Moment.CHECK_COMMITTED : Moment.TRANSACTION_COMMITTED);
        } else if (bits == SysFlag.TRANSACTION_ROLLBACK) {
            points.at(checked ? Moment.CHECK_ROLLED_BACK : Moment.TRANSACTION_ROLLED_BACK);
        } else {
            points.at(Moment.TRANSACTION_UNDECIDED);
        }
    }

    // ---- servers ----

    @Override
    void onSendRead(SeenFrame frame) {
        points.in(Phase.WAITING);
        if (frame.link().sends == 0) {
            points.in(Phase.CONNECTING);
        }
        if (frame.frame().isOneway()) {
            points.at(Moment.ONEWAY_READ);
        }
        if (SysFlag.isCompressed(frame.header().sysFlag())) {
            points.at(Moment.COMPRESSED);
        }
        if (frame.frame().encoding() == HeaderEncoding.ROCKETMQ) {
            points.at(Moment.BINARY_HEADER);
        }
        SeenSend send = frame.send();
        SeenCall call = send == null ? null : send.call;
        if (!frame.elements().isEmpty()) {
            points.at(call != null && call.invocation.kind() == SendKind.PLAIN ? Moment.ACCUMULATED : Moment.BATCH);
        }
        if (call != null && call.isBound()) {
            points.at(Moment.KEYED);
        }
    }

    @Override
    void onRequestRead(SeenRequest request) {
        switch (request.frame().code()) {
            case RequestCode.HEART_BEAT -> points.at(Moment.HEARTBEAT);
            case RequestCode.UNREGISTER_CLIENT -> points.at(Moment.UNREGISTERED);
            case RequestCode.GET_ROUTEINFO_BY_TOPIC -> {
                if (firstNameServer == null) {
                    firstNameServer = request.server();
                } else if (!firstNameServer.equals(request.server())) {
                    points.at(Moment.LOOK_UP_ELSEWHERE);
                }
            }
            default -> {
                // Others are no points of their own.
            }
        }
        if (request.link().requests == 1) {
            String way = request.server() + " " + request.host();
            if (!connected.add(way)) {
                points.at(Moment.CONNECTED_AGAIN);
            }
        }
    }

    @Override
    void onStored(SeenCopy copy) {
        StoredMessage message = copy.message();
        Map<String, String> properties = message.properties();
        if (message.topic().equals(SystemTopics.TRACE)) {
            points.at(Moment.TRACED);
            return;
        }
        String uniqueId = copy.uniqueId();
        if (uniqueId == null) {
            return;
        }
        if (properties.containsKey(PropertyNames.TIMER_DEL_UNIQKEY)) {
            points.at(Moment.TAKEN_BACK);
            return;
        }
        boolean inSight = !SystemTopics.isSystem(message.topic());
        SeenMessage of = copy.of();
        if (inSight && of != null) {
            if (of.inSight) {
                points.at(Moment.DUPLICATED);
            }
            of.inSight = true;
        } else if (!stored.add(inSight ? uniqueId : message.topic() + " " + uniqueId)) {
            points.at(Moment.DUPLICATED);
        }
        if (inSight && properties.containsKey(PropertyNames.TIMER_DEQUEUE_MS)) {
            points.at(Moment.DELIVERED_BY_TIMER);
        } else if (inSight && properties.containsKey(PropertyNames.REAL_TOPIC)) {
            points.at(Moment.DELIVERED_BY_LEVEL);
        } else if (inSight && SysFlag.transaction(message.sysFlag()) == SysFlag.TRANSACTION_COMMIT) {
            points.at(Moment.COMMITTED_IN_SIGHT);
        } else {
            if (of != null && of.send.ended) {
                points.at(Moment.STORED_AFTER_END);
            }
        }
    }
}
