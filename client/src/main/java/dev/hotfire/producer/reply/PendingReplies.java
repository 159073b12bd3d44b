// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.reply;

import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one client that wait for replies, by correlation id, and the handler of what brokers hand over:
 * PUSH_REPLY_MESSAGE_TO_CLIENT (326), W-16.2. Confined to the loop, so a reply and the end of the time can't both win.
 */
public final class PendingReplies {
    private static final Logger LOG = LoggerFactory.getLogger(PendingReplies.class);

    private static final IpPort NOWHERE = new IpPort(IpAddress.parse("0.0.0.0"), 0);

    private final Deadlines deadlines;
    private final MachineClock clock;
    private final Map<String, PendingReply> pending = new LinkedHashMap<>();

    public PendingReplies(Deadlines deadlines, MachineClock clock) {
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** Waits for a reply from now on, until its deadline. */
    public void add(PendingReply reply) {
        if (pending.putIfAbsent(reply.correlationId(), reply) != null) {
            throw new IllegalStateException("correlation id " + reply.correlationId() + " is in use");
        }
        deadlines.set(reply, reply.deadlineNanos());
    }

    /** Waits no longer. True if this was the end: whoever is told so tells the caller. */
    public boolean close(PendingReply reply) {
        if (!reply.end()) {
            return false;
        }
        deadlines.remove(reply);
        pending.remove(reply.correlationId(), reply);
        return true;
    }

    /** Those that wait, oldest first. */
    public List<PendingReply> all() {
        return new ArrayList<>(pending.values());
    }

    /**
     * A broker hands over a reply. Answered with 0 even if nobody waits for it any more, because the replier can do nothing
     * about that (B-REQREPLY-08); with 1 if it can't be told for whom it is.
     */
    public void onRequest(Connection from, Frame request) {
        StoredMessage reply = decode(request);
        String correlationId = reply.properties().get(PropertyNames.CORRELATION_ID);
        if (correlationId == null) {
            LOG.warn("{} handed over a reply without a correlation id", from.address());
            from.answer(request, ResponseCode.SYSTEM_ERROR, "process reply message fail");
            return;
        }
        from.answer(request, ResponseCode.SUCCESS, null);
        PendingReply waiting = pending.get(correlationId);
        if (waiting == null || !close(waiting)) {
            LOG.info("nobody waits for the reply to {} (any more)", correlationId);
            return;
        }
        waiting.onReply(named(reply, waiting.namespace().unwrap(reply.topic())));
    }

    private StoredMessage decode(Frame request) {
        ReplyPushHeader header = ReplyPushHeader.from(request);
        String text = header.properties();
        Map<String, String> properties = new LinkedHashMap<>(text == null ? Map.of() : MessageProperties.decode(text));
        properties.put(PropertyNames.ARRIVE_TIME, Long.toString(clock.currentTimeMillis()));
        return new StoredMessage(
                header.topic(),
                header.queueId(),
                header.flag(),
                0,
                0,
                header.sysFlag(),
                header.bornTimestamp(),
                host(header.bornHost()),
                header.storeTimestamp(),
                host(header.storeHost()),
                header.reconsumeTimes(),
                0,
                request.body(),
                properties);
    }

    private static StoredMessage named(StoredMessage reply, String topic) {
        return topic.equals(reply.topic())
                ? reply
                : new StoredMessage(
                        topic,
                        reply.queueId(),
                        reply.flag(),
                        reply.queueOffset(),
                        reply.commitLogOffset(),
                        reply.sysFlag(),
                        reply.bornTimestamp(),
                        reply.bornHost(),
                        reply.storeTimestamp(),
                        reply.storeHost(),
                        reply.reconsumeTimes(),
                        reply.preparedTransactionOffset(),
                        reply.body(),
                        reply.properties());
    }

    /** Where somebody is, for people to read; no reason to refuse a reply. */
    private static IpPort host(@Nullable String text) {
        if (text == null) {
            return NOWHERE;
        }
        try {
            Address address = Address.parse(text.startsWith("/") ? text.substring(1) : text);
            return new IpPort(IpAddress.parse(address.host()), address.port());
        } catch (IllegalArgumentException e) {
            LOG.debug("host of a reply: '{}' (expected: ip:port)", text);
            return NOWHERE;
        }
    }
}
