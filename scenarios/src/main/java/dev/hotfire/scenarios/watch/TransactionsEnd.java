// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * X5: brokers are told how transactions ended: as the user's code decided, about the very half message that they stored,
 * unasked exactly once, and whenever they asked.
 */
final class TransactionsEnd extends Watcher {
    /** How long what was decided last may be on its way when the run is over. */
    private static final long ON_ITS_WAY = 1_000_000_000L;

    private record Half(String broker, long queueOffset, long commitLogOffset) {}

    private record Decision(Party party, int bits, long at) {}

    private final Map<String, List<Half>> halves = new HashMap<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, Decision> checks = new LinkedHashMap<>();
    private final Map<String, Integer> checksDone = new HashMap<>();
    private final Map<String, Integer> answersRead = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> weak = new HashSet<>();

    /** Those of which their producers were told an offset that is not the half message's: one across brokers (W-10). */
    private final Set<String> numbered = new HashSet<>();

    TransactionsEnd() {
        super("X5", "brokers hear how transactions ended");
    }

    @Override
    void onStored(SeenCopy copy) {
        StoredMessage message = copy.message();
        String uniqueId = copy.uniqueId();
        if (message.topic().equals(SystemTopics.HALF) && uniqueId != null) {
            halves.computeIfAbsent(uniqueId, id -> new ArrayList<>(1))
                    .add(new Half(copy.broker(), message.queueOffset(), message.commitLogOffset()));
        }
    }

    @Override
    void onDecision(Party party, String transactionId, int bits, boolean checked, long now) {
        (checked ? checks : decisions).put(transactionId, new Decision(party, bits, now));
        if (!checked && weak.contains(transactionId)) {
            violated("the local transaction " + transactionId + " was run, and its half message may get lost");
        }
        if (checked) {
            checksDone.merge(transactionId, 1, Integer::sum);
        }
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() != RequestCode.END_TRANSACTION) {
            return;
        }
        EndTransactionHeader header;
        try {
            header = EndTransactionHeader.from(request.frame());
        } catch (MalformedHeaderException e) {
            violated(request.describe() + ": makes no sense: " + e.getMessage());
            return;
        }
        String id = header.msgId();
        String server = watch().brokerOf(request.server());
        List<Half> known = halves.getOrDefault(id, List.of());
        String meant = header.brokerName() == null ? String.valueOf(server) : header.brokerName();
        if (known.stream()
                .noneMatch(half -> half.broker.equals(meant)
                        && half.commitLogOffset == header.commitLogOffset()
                        && (numbered.contains(id) || half.queueOffset == header.tranStateTableOffset()))) {
            violated(request.describe() + ": " + header + " names none of " + known);
        }
        if (!meant.equals(server) && !watch().addressesMoved()) {
            violated(request.describe() + ": is for " + meant);
        }
        if (!request.frame().isOneway()) {
            violated(request.describe() + ": asks for an answer");
        }
        Decision decision = header.fromTransactionCheck() ? checks.get(id) : decisions.get(id);
        if (decision == null && !header.fromTransactionCheck() && isRolledBackUnasked(id, header)) {
            if (!told.add(id)) {
                violated(request.describe() + ": the end of " + id + " was told before");
            }
            return;
        }
        if (decision == null) {
            violated(request.describe() + ": nobody decided about " + id);
            return;
        }
        if (decision.bits != header.commitOrRollback()) {
            violated(request.describe() + ": says " + header.commitOrRollback() + ", and the user's code said "
                    + decision.bits + " about " + id);
        }
        if (!header.producerGroup().equals(watch().wire(decision.party.group)) || !id.equals(header.transactionId())) {
            violated(request.describe() + ": wrong group or transaction id in " + header);
        }
        if (header.fromTransactionCheck()) {
            answered.add(id);
            int answers = answersRead.merge(id, 1, Integer::sum);
            int asked = checksDone.getOrDefault(id, 0);
            if (answers > asked) {
                violated(request.describe() + ": is answer " + answers + " about " + id + ", which was asked " + asked
                        + " times");
            }
        } else if (!told.add(id)) {
            violated(request.describe() + ": the end of " + id + " was told before");
        }
    }

    /** A half message that is less durable than it should be is not worked on, but rolled back. */
    private boolean isRolledBackUnasked(String id, EndTransactionHeader header) {
        return weak.contains(id) && header.commitOrRollback() == SysFlag.TRANSACTION_ROLLBACK;
    }

    @Override
    void onSendEnded(SeenSend send) {
        SendResult result = send.result;
        if (result == null) {
            return;
        }
        if (result.status() != SendStatus.SEND_OK) {
            weak.add(send.messageId);
        }
        if (result.queue().brokerName().equals(Place.LOGICAL_BROKER)) {
            numbered.add(send.messageId);
        }
    }

    @Override
    void atEnd(Watch watch) {
        missing(watch, decisions, told, "the end of");
        missing(watch, checks, answered, "an answer about");
    }

    /** After all faults, nothing gets lost any more. */
    private void missing(Watch watch, Map<String, Decision> decided, Set<String> heard, String what) {
        decided.forEach((id, decision) -> {
            boolean certain = decision.at > watch.settledAt()
                    && !decision.party.isClosing(decision.at + ON_ITS_WAY)
                    && isStored(id);
            if (certain && !heard.contains(id)) {
                violated(what + " transaction " + id + " reached no broker");
            }
        });
    }

    private boolean isStored(@Nullable String id) {
        return halves.containsKey(id);
    }
}
