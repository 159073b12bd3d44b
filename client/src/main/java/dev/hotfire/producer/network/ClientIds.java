// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.Machine;

/** Makes the ids under which brokers know clients (B-LIFE-07). */
final class ClientIds {
    private static final String STREAM_SUFFIX = "@STREAM";

    private ClientIds() {}

    /**
     * {@code ip@instance[@unit][@STREAM]}. An instance without a name of its own is {@code pid#number}, with a number that no
     * other has, so any number of clients in a process are told apart (B-LIFE-06).
     */
    static String of(ProducerConfig config, Machine machine) {
        String ip = config.clientIp() == null ? machine.host() : config.clientIp();
        // Drawn in any case: what else the machine draws must not depend on a name.
        long number = machine.random("client id").nextLong() >>> 1;
        String instance = config.instanceName() == null ? machine.processId() + "#" + number : config.instanceName();
        String unit = config.unitName() == null ? "" : "@" + config.unitName();
        return ip + "@" + instance + unit + (config.streamRequests() ? STREAM_SUFFIX : "");
    }
}
