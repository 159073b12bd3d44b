// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

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
        Address bornHost,
        int reconsumeTimes,
        byte[] body,
        Map<String, String> properties) {

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
                new IpPort(IpAddress.parse(bornHost.host()), bornHost.port()),
                storeTimestamp,
                storeHost,
                reconsumeTimes,
                preparedOffset,
                body,
                properties);
    }
}
