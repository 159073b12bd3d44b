// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.acl.common.AclClientRPCHook;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.acl.AclCredentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A familiar producer's settings, as the engine's. */
final class Settings {
    /** Frames have no room for more (W-1); a larger limit is no limit. */
    private static final int MAX_MESSAGE_BYTES = 15 << 20;

    /** The engine's own bounds, where the official client has none. */
    private static final int MAX_IN_FLIGHT = 65_535;

    private static final long MAX_IN_FLIGHT_BYTES = 100L << 20;
    private static final int MAX_RETRIES = 100;
    private static final int MAX_CALLBACK_THREADS = 1024;

    private Settings() {}

    /**
     * All settings of a producer that is about to start.
     *
     * @throws IllegalArgumentException naming the setting that is not legal
     */
    static ProducerConfig of(
            DefaultMQProducer producer, DefaultMQProducerImpl impl, @Nullable TransactionMQProducer transactions) {
        requireNoProxy(producer.getSocksProxyConfig());
        ProducerConfig.Builder builder = ProducerConfig.builder(producer.withNamespace(producer.getProducerGroup()));
        builder.nameServers(String.valueOf(producer.getNamesrvAddr()))
                .namespace(namespace(producer))
                .routeRefresh(Duration.ofMillis(producer.getPollNameServerInterval()))
                .heartbeat(Duration.ofMillis(producer.getHeartbeatBrokerInterval()))
                .callbackThreads(callbackThreads(producer.getClientCallbackExecutorThreads()));
        if (transactions != null) {
            builder.transactionChecker(Transactions.checker(transactions))
                    .checkThreads(transactions.getCheckThreadPoolMaxSize())
                    .maxPendingChecks(transactions.getCheckRequestHoldMax());
        }
        if (impl.rpcHook() instanceof AclClientRPCHook acl) {
            builder.credentials(credentials(acl.getSessionCredentials()));
        }
        return live(builder, producer).build();
    }

    /**
     * The settings of a producer that runs, with those that may change as they are now.
     *
     * @throws IllegalArgumentException naming the setting that is not legal
     */
    static ProducerConfig changed(ProducerConfig before, DefaultMQProducer producer, DefaultMQProducerImpl impl) {
        return live(before.toBuilder(), producer).build();
    }

    private static ProducerConfig.Builder live(ProducerConfig.Builder builder, DefaultMQProducer producer) {
        boolean bounded = producer.isEnableBackpressureForAsyncMode();
        return builder.sendTimeout(Duration.ofMillis(producer.getSendMsgTimeout()))
                .retries(Math.min(producer.getRetryTimesWhenSendFailed(), MAX_RETRIES))
                .isolation(producer.isSendLatencyFaultEnable() ? Isolation.TABLE : Isolation.OFF)
                .maxMessageBytes(Math.min(producer.getMaxMessageSize(), MAX_MESSAGE_BYTES))
                .compressOver(Math.max(0, producer.getCompressMsgBodyOverHowmuch()))
                .compressLevel(producer.getCompressLevel())
                .defaultTopicQueues(producer.getDefaultTopicQueueNums())
                .maxInFlight(bounded ? producer.getBackPressureForAsyncSendNum() : MAX_IN_FLIGHT)
                .maxInFlightBytes(bounded ? producer.getBackPressureForAsyncSendSize() : MAX_IN_FLIGHT_BYTES);
    }

    private static Namespace namespace(DefaultMQProducer producer) {
        String second = producer.getNamespaceV2();
        if (second != null && !second.isEmpty()) {
            return Namespace.fields(second);
        }
        String first = producer.getNamespace();
        return first == null ? Namespace.NONE : Namespace.prefix(first);
    }

    private static AclCredentials credentials(SessionCredentials credentials) {
        String accessKey = credentials.getAccessKey();
        String secretKey = credentials.getSecretKey();
        if (accessKey == null || secretKey == null) {
            throw new IllegalArgumentException(
                    "credentials: " + credentials + " (expected: an access key and a secret key)");
        }
        return new AclCredentials(accessKey, secretKey, credentials.getSecurityToken());
    }

    private static int callbackThreads(int threads) {
        // As the official client does with a number that makes no sense.
        return threads <= 0 ? 4 : Math.min(threads, MAX_CALLBACK_THREADS);
    }

    private static void requireNoProxy(@Nullable String proxies) {
        if (proxies != null && !proxies.isBlank() && !proxies.strip().equals("{}")) {
            throw new IllegalArgumentException(
                    "socksProxyConfig: '" + proxies + "' (expected: none, there is no way" + " through a proxy)");
        }
    }
}
