// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Request;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.StoredMessage;
import java.util.Map;

/** A message that was accepted and has no place in the log yet. Never compared. */
@SuppressWarnings("ArrayRecordComponent") // on its way into the log, which does not copy bodies either
record Incoming(
        String topic,
        int queueId,
        int flag,
        int sysFlag,
        long bornTimestamp,
        IpPort bornHost,
        int reconsumeTimes,
        byte[] body,
        Map<String, String> properties) {

    /** How stored messages name the client. */
    static IpPort bornHost(Request request) {
        Address peer = request.connection().peer();
        return new IpPort(IpAddress.parse(peer.host()), peer.port());
    }

    /** A message that was stored before, on its way to another place. */
    static Incoming again(StoredMessage stored, String topic, int queueId, Map<String, String> properties) {
        return new Incoming(
                topic,
                queueId,
                stored.flag(),
                stored.sysFlag(),
                stored.bornTimestamp(),
                stored.bornHost(),
                stored.reconsumeTimes(),
                stored.body(),
                properties);
    }

    /** The message with another place to go to. */
    Incoming withPlace(String newTopic, int newQueueId) {
        return new Incoming(
                newTopic, newQueueId, flag, sysFlag, bornTimestamp, bornHost, reconsumeTimes, body, properties);
    }

    /** The message with these properties instead. */
    Incoming withProperties(Map<String, String> newProperties) {
        return new Incoming(
                topic, queueId, flag, sysFlag, bornTimestamp, bornHost, reconsumeTimes, body, newProperties);
    }

    /** The message with this sysFlag instead. */
    Incoming withSysFlag(int newSysFlag) {
        return new Incoming(
                topic, queueId, flag, newSysFlag, bornTimestamp, bornHost, reconsumeTimes, body, properties);
    }

    /** The message with this number of deliveries instead. */
    Incoming withReconsumeTimes(int newReconsumeTimes) {
        return new Incoming(
                topic, queueId, flag, sysFlag, bornTimestamp, bornHost, newReconsumeTimes, body, properties);
    }

    StoredMessage at(
            long queueOffset, long commitLogOffset, long storeTimestamp, IpPort storeHost, long preparedOffset) {
        return new StoredMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                commitLogOffset,
                sysFlag,
                bornTimestamp,
                bornHost,
                storeTimestamp,
                storeHost,
                reconsumeTimes,
                preparedOffset,
                body,
                properties);
    }
}
