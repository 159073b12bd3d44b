// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is: a master and its slaves under one name (W-10).
 *
 * @param cluster            the cluster that the broker belongs to
 * @param brokerName         what queues name it by
 * @param brokerAddrs        {@code host:port} by broker id; id 0 is the master. Unmodifiable
 * @param zoneName           null when the broker is in no zone
 * @param enableActingMaster whether a slave may stand in for the master
 */
public record BrokerData(
        String cluster,
        String brokerName,
        SortedMap<Long, String> brokerAddrs,
        @Nullable String zoneName,
        boolean enableActingMaster) {
    /** The broker id of a master. */
    public static final long MASTER_ID = 0;

    public BrokerData {
        requireNonNull(cluster, "cluster");
        requireNonNull(brokerName, "brokerName");
        brokerAddrs = Collections.unmodifiableSortedMap(new TreeMap<>(brokerAddrs));
    }

    /** The master's {@code host:port}, or null when the route knows no master. */
    public @Nullable String masterAddress() {
        return brokerAddrs.get(MASTER_ID);
    }
}
