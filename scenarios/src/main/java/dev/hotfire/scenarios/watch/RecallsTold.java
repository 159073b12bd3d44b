// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.RecallException;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.PropertyNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * X11: messages are taken back as they were to be: the broker that keeps the message is asked once, with the handle that it
 * gave; the caller hears of the end once and in time, and of success only if the broker noted it.
 */
final class RecallsTold extends Watcher {
    /** Of a unique id, in characters (W-13). */
    private static final int ID_LENGTH = 32;

    private final Map<String, SeenCall> byHandle = new HashMap<>();
    private final Map<String, Long> open = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> noted = new HashSet<>();

    /** The ends of what was noted, each as long as a unique id. */
    private final Set<String> notedIds = new HashSet<>();

    RecallsTold() {
        super("X11", "messages are taken back as they were to be");
    }

    @Override
    void onRecalling(SeenCall call, String handle) {
        byHandle.put(handle, call);
        open.put(call.invocation.sendId(), watch().now());
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() != RequestCode.RECALL_MESSAGE) {
            return;
        }
        RecallHeader header;
        try {
            header = RecallHeader.from(request.frame());
        } catch (MalformedHeaderException e) {
            violated(request.describe() + ": makes no sense: " + e.getMessage());
            return;
        }
        SeenCall call = byHandle.get(header.recallHandle());
        if (call == null) {
            violated(request.describe() + ": nobody was given handle " + header.recallHandle());
            return;
        }
        if (!asked.add(header.recallHandle())) {
            violated(request.describe() + ": was asked before about send " + call.invocation.sendId());
        }
        String keeper = RecallHandle.decode(header.recallHandle()).brokerName();
        // Where no route names the keeper any more, another broker is asked to pass it on.
        RouteBook.Page page = watch().page(request.host(), header.topic());
        boolean there = keeper.equals(watch().brokerOf(request.server()))
                || watch().addressesMoved()
                || page == null
                || !page.always().contains(keeper);
        if (!there
                || !keeper.equals(header.brokerName())
                || !header.topic().equals(watch().wire(call.invocation.topic()))
                || !Objects.equals(header.producerGroup(), watch().wire(call.invocation.group()))) {
            violated(request.describe() + ": " + header + " is about a message on " + keeper);
        }
    }

    @Override
    void onStored(SeenCopy copy) {
        String taken = copy.message().properties().get(PropertyNames.TIMER_DEL_UNIQKEY);
        if (taken != null) {
            noted.add(taken);
            notedIds.add(taken.substring(Math.max(0, taken.length() - ID_LENGTH)));
        }
    }

    @Override
    void onRecalled(SeenCall call, @Nullable String id, @Nullable RecallException failure) {
        String sendId = call.invocation.sendId();
        Long since = open.remove(sendId);
        if (since == null) {
            violated("send " + sendId + ": its caller is told again what came of taking it back");
            return;
        }
        long most = Math.max(
                call.config.sendTimeout().toNanos(),
                call.party.now().sendTimeout().toNanos());
        if (watch().lateNanos() >= 0 && watch().now() - since > most + watch().lateNanos()) {
            violated("send " + sendId + ": taking it back took " + (watch().now() - since) + " ns (expected: at most "
                    + most + ")");
        }
        if (failure == null && !Objects.equals(id, call.terminal == null ? null : call.terminal.messageId())) {
            violated("send " + sendId + ": message " + id + " was taken back in its place");
        }
        if (failure == null && !isNoted(String.valueOf(id))) {
            violated("send " + sendId + ": is said to be taken back, and no broker noted that");
        }
    }

    /** Whether a broker noted that a message of this id is taken back. It notes more than the id, which comes last. */
    private boolean isNoted(String id) {
        return id.length() == ID_LENGTH ? notedIds.contains(id) : noted.stream().anyMatch(taken -> taken.endsWith(id));
    }

    @Override
    void atEnd(Watch watch) {
        open.keySet().forEach(sendId -> violated("send " + sendId + ": nobody said whether it was taken back"));
    }
}
