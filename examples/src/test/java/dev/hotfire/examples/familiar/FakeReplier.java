// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Has the brokers of a fake cluster hand over a reply, {@code re: } and the request, to each request of a topic. */
final class FakeReplier implements JournalListener {
    private static final int PUSH_CODE = RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT;
    private static final long PUSH_NANOS = 10_000_000_000L;

    private final FakeCluster cluster;
    private final String topic;
    private final Set<String> replied = ConcurrentHashMap.newKeySet();

    private FakeReplier(FakeCluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
    }

    static void of(FakeCluster cluster, String topic) {
        cluster.journal().addListener(new FakeReplier(cluster, topic));
    }

    /** Whatever was settled, what is stored by now and has no reply gets one. */
    @Override
    public void requestSettled(JournalEntry entry) {
        if (entry.code() == PUSH_CODE) {
            return;
        }
        for (FakeBroker broker : cluster.brokers()) {
            for (StoredMessage request : cluster.stored(topic)) {
                if (replied.add(broker.name() + request.messageId())) {
                    reply(broker, request);
                }
            }
        }
    }

    /** To all who are connected to the broker: whoever did not ask drops it. */
    private static void reply(FakeBroker broker, StoredMessage request) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                PropertyNames.CORRELATION_ID,
                String.valueOf(request.properties().get(PropertyNames.CORRELATION_ID)));
        properties.put(PropertyNames.MSG_TYPE, "reply");
        ReplyPushHeader header = new ReplyPushHeader(
                "pg-replier",
                "DefaultCluster_REPLY_TOPIC",
                null,
                0,
                1,
                0,
                17,
                0,
                MessageProperties.encode(properties),
                0,
                false,
                "10.1.2.3:4567",
                "10.1.2.4:10911",
                18);
        byte[] body = ("re: " + new String(request.body(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        for (Connection connection : broker.server().connections()) {
            connection.call(header.writeTo(Frame.request(PUSH_CODE)).body(body), PUSH_NANOS);
        }
    }
}
