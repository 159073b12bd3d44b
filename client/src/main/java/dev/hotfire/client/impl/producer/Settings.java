// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.acl.common.AclClientRPCHook;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.Compression;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A familiar producer's settings, as the engine's. */
final class Settings {
    /** Frames have no room for more (W-1); a larger limit is no limit. */
    private static final int MAX_MESSAGE_BYTES = 15 << 20;

    /** The engine's own bounds, where the official client has none. */
    private static final int MAX_IN_FLIGHT = 65_535;

    private static final long MAX_IN_FLIGHT_BYTES = 100L << 20;
    private static final int MAX_RETRIES = 100;
    private static final String ADDRESS_SERVER_PROPERTY = "rocketmq.namesrv.domain";
    private static final String ADDRESS_LIST_PROPERTY = "rocketmq.namesrv.domain.subgroup";
    /** As the official client cuts it. */
    private static final int MAX_TRACE_BATCH = 20;

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
        builder.namespace(namespace(producer))
                .clientIp(producer.getClientIP())
                .instanceName(producer.getInstanceName())
                .streamRequests(producer.isEnableStreamRequestType())
                .unitName(blankToNull(producer.getUnitName()))
                .topics(topics(producer))
                .heartbeatV2(producer.isUseHeartbeatV2())
                .routeRefresh(Duration.ofMillis(producer.getPollNameServerInterval()))
                .heartbeat(Duration.ofMillis(producer.getHeartbeatBrokerInterval()))
                .callbackThreads(callbackThreads(producer.getClientCallbackExecutorThreads()))
                .trace(producer.isEnableTrace())
                .traceBatch(Math.min(Math.max(1, producer.getTraceMsgBatchNum()), MAX_TRACE_BATCH))
                .traceRecalls(Boolean.getBoolean("com.rocketmq.recall.default.trace.enable"))
                .zone(told("rocketmq.zone", "ROCKETMQ_ZONE"), told("rocketmq.zone.mode", "ROCKETMQ_ZONE_MODE"));
        String traceTopic = blankToNull(producer.getTraceTopic());
        if (traceTopic != null) {
            builder.traceTopic(traceTopic);
        }
        discoverNameServers(builder, producer);
        if (transactions != null) {
            builder.transactionChecker(Transactions.checker(transactions))
                    .checkThreads(transactions.getCheckThreadPoolMaxSize())
                    .checkExecutor(transactions.getExecutorService())
                    .maxPendingChecks(transactions.getCheckRequestHoldMax());
        }
        RPCHook hook = impl.rpcHook();
        if (hook instanceof AclClientRPCHook acl && hook.getClass() == AclClientRPCHook.class) {
            // The engine signs by itself, for each attempt anew (B-ACL-01).
            builder.credentials(credentials(acl.getSessionCredentials()));
        } else if (hook != null) {
            builder.requestHooks(List.of(Hooks.of(hook)));
        }
        if (producer.isUseTLS()) {
            builder.tls(TlsProperties.read());
        }
        return live(builder, producer, impl).build();
    }

    /**
     * The settings of a producer that runs, with those that may change as they are now.
     *
     * @throws IllegalArgumentException naming the setting that is not legal
     */
    static ProducerConfig changed(ProducerConfig before, DefaultMQProducer producer, DefaultMQProducerImpl impl) {
        return live(before.toBuilder(), producer, impl).build();
    }

    private static ProducerConfig.Builder live(
            ProducerConfig.Builder builder, DefaultMQProducer producer, DefaultMQProducerImpl impl) {
        Hooks.addTo(builder, producer, impl);
        boolean bounded = producer.isEnableBackpressureForAsyncMode();
        String nameServers = producer.getNamesrvAddr();
        if (nameServers != null && !nameServers.isBlank()) {
            builder.nameServers(nameServers);
        }
        long[] latencies = producer.getLatencyMax();
        long[] isolations = producer.getNotAvailableDuration();
        if (latencies.length == isolations.length) {
            // One of the two may be set before the other; both count once they fit (hazard of B-FAULT-14).
            builder.latencyTable(LatencyTable.ofMillis(latencies, isolations));
        }
        int attemptMillis = producer.getSendMsgMaxTimeoutPerRequest();
        // With no time at all for an attempt that is not the last, the last is the only one that sends anything
        // (B-RETRY-05).
        int retries = attemptMillis == 0 ? 0 : producer.getRetryTimesWhenSendFailed();
        return builder.unitMode(producer.isUnitMode())
                .vipChannel(producer.isSendMessageWithVIPChannel())
                .templateTopic(producer.getCreateTopicKey())
                .defaultTopicQueues(producer.getDefaultTopicQueueNums())
                .sendTimeout(Duration.ofMillis(producer.getSendMsgTimeout()))
                .attemptTimeout(attemptMillis <= 0 ? null : Duration.ofMillis(attemptMillis))
                .retries(Math.min(retries, MAX_RETRIES))
                .asyncRetries(Math.min(producer.getRetryTimesWhenSendAsyncFailed(), MAX_RETRIES))
                .retriedCodes(producer.getRetryResponseCodes())
                .retryWhenNotStored(producer.isRetryAnotherBrokerWhenNotStoreOK())
                .batching(batching(producer))
                .detector(producer.isStartDetectorEnable())
                .detectorPeriod(Duration.ofMillis(producer.getDetectInterval()))
                .detectorTimeout(Duration.ofMillis(producer.getDetectTimeout()))
                .isolation(producer.isSendLatencyFaultEnable() ? Isolation.TABLE : Isolation.OFF)
                .maxMessageBytes(Math.min(producer.getMaxMessageSize(), MAX_MESSAGE_BYTES))
                .compressOver(Math.max(0, producer.getCompressMsgBodyOverHowmuch()))
                .compression(Compression.ofName(producer.getCompressType().name()))
                .compressLevel(producer.getCompressLevel())
                .maxInFlight(bounded ? producer.getBackPressureForAsyncSendNum() : MAX_IN_FLIGHT)
                .maxInFlightBytes(bounded ? producer.getBackPressureForAsyncSendSize() : MAX_IN_FLIGHT_BYTES);
    }

    /**
     * Where name servers are found if none are set (B-NAMESRV-05, W-18.5). The address server that the official client asks
     * unless told otherwise belongs to somebody else, so here one must be named; without it there are no name servers, and
     * sends say so (B-ROUTE-04).
     */
    private static void discoverNameServers(ProducerConfig.Builder builder, DefaultMQProducer producer) {
        String nameServers = producer.getNamesrvAddr();
        if (nameServers != null && !nameServers.isBlank()) {
            return;
        }
        String domain = System.getProperty(ADDRESS_SERVER_PROPERTY);
        if (domain == null || domain.isBlank()) {
            builder.nameServerDiscovery(() -> "");
            return;
        }
        String port = domain.indexOf(':') > 0 ? "" : ":8080";
        builder.nameServerUrl(
                "http://" + domain + port + "/rocketmq/" + System.getProperty(ADDRESS_LIST_PROPERTY, "nsaddr"));
    }

    private static @Nullable Batching batching(DefaultMQProducer producer) {
        return producer.getAutoBatch()
                ? new Batching(
                        Duration.ofMillis(producer.getBatchMaxDelayMs()),
                        Math.toIntExact(producer.getBatchMaxBytes()),
                        producer.getTotalBatchMaxBytes(),
                        false)
                : null;
    }

    private static List<String> topics(DefaultMQProducer producer) {
        List<String> topics = producer.getTopics();
        return topics == null ? List.of() : List.copyOf(topics);
    }

    private static @Nullable String told(String property, String variable) {
        return blankToNull(System.getProperty(property, System.getenv(variable)));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
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
