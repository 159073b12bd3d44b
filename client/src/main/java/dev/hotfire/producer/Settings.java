// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.producer.Setting.Check;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.namespace.SystemTopics;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a producer. To add one: declare it here, and give {@link ProducerConfig} an accessor and its builder a
 * method; checking, printing and comparing follow from the declaration.
 */
final class Settings {
    /** In the order of their declaration; a setting's index is its place here. */
    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    /** A frame is at most 16 MiB (W-1); what is left pays for its header. */
    private static final int MAX_MESSAGE_BYTES_LIMIT = 15 << 20;

    private static final int MAX_RETRIES = 100;

    /** Longer than anybody means, and far from where nanoseconds in 64 bits end. */
    private static final Duration MAX_DURATION = Duration.ofDays(365);

    /** Whoever spins longer than a wake-up takes, many times over, has lost more than it can win. */
    private static final Duration MAX_SPIN = Duration.ofMillis(1);

    /** As long as a group; together they stay far below the 32,767 bytes of a field (W-2). */
    private static final int MAX_CLIENT_ID_PART = 120;

    /** What brokers answer to messages that they have. */
    private static final int[] STORED = {
        ResponseCode.SUCCESS,
        ResponseCode.FLUSH_DISK_TIMEOUT,
        ResponseCode.SLAVE_NOT_AVAILABLE,
        ResponseCode.FLUSH_SLAVE_TIMEOUT
    };

    /** After which answers the official client tries again (B-RETRY-03). */
    static final Set<Integer> OFFICIAL_RETRIED_CODES = sorted(Set.of(
            ResponseCode.SYSTEM_ERROR,
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.NO_PERMISSION,
            ResponseCode.TOPIC_NOT_EXIST,
            ResponseCode.NO_BUYER_ID,
            ResponseCode.NOT_IN_CURRENT_UNIT,
            ResponseCode.GO_AWAY));

    private static final String OURS = "Hotfire's own";

    // One object for each rule and not one for each use: every place where a method stands for an object is a class
    // that the JVM
    // makes at start.
    private static final Check<Object> ANYTHING = (name, value) -> {};
    private static final Check<Duration> POSITIVE = Settings::positive;
    private static final Check<Duration> ZERO_OR_MORE = Settings::zeroOrMore;

    // Who and where

    static final Setting<List<Address>> NAME_SERVERS =
            live("nameServers", List.of(), "none, they are discovered", ANYTHING);
    static final Setting<NameServerDiscovery> NAME_SERVER_DISCOVERY =
            optional("nameServerDiscovery", "nobody's own way to name servers");
    static final Setting<URI> NAME_SERVER_URL =
            declare("nameServerUrl", null, "no address server", Settings::httpUrl, false);
    static final Setting<String> CLIENT_IP =
            declare("clientIp", null, "this computer's address", Settings::nameInClientId, false);
    static final Setting<String> INSTANCE_NAME =
            declare("instanceName", null, "process id and a number of its own", Settings::nameInClientId, false);
    static final Setting<Boolean> STREAM_REQUESTS =
            fixed("streamRequests", false, "the official enableStreamRequestType", ANYTHING);
    static final Setting<String> UNIT_NAME = declare("unitName", null, "no unit", Settings::unit, false);
    static final Setting<Boolean> UNIT_MODE = live("unitMode", false, "the official unitMode", ANYTHING);
    static final Setting<Namespace> NAMESPACE = fixed("namespace", Namespace.NONE, "none", ANYTHING);
    static final Setting<AclCredentials> CREDENTIALS = optional("credentials", "nobody signs");
    static final Setting<TlsConfig> TLS = optional("tls", "plain text");

    // Sending

    static final Setting<Duration> SEND_TIMEOUT =
            live("sendTimeout", Duration.ofSeconds(3), "the official sendMsgTimeout", POSITIVE);
    static final Setting<Integer> RETRIES =
            live("retries", 2, "the official retryTimesWhenSendFailed", range(0, MAX_RETRIES));
    static final Setting<Integer> ASYNC_RETRIES =
            live("asyncRetries", 2, "the official retryTimesWhenSendAsyncFailed", range(0, MAX_RETRIES));
    static final Setting<Duration> ATTEMPT_TIMEOUT =
            liveOptional("attemptTimeout", "none, as the official sendMsgMaxTimeoutPerRequest", POSITIVE);
    static final Setting<Set<Integer>> RETRIED_CODES = live(
            "retriedCodes",
            // With these the queue is gone, or led by another broker, which a route that is seconds old does not know.
            with(OFFICIAL_RETRIED_CODES, ResponseCode.INVALID_PARAMETER, ResponseCode.NOT_LEADER_FOR_QUEUE),
            "the official retryResponseCodes and two about queues that are gone; without those with the compatible profile",
            Settings::errors);
    static final Setting<Boolean> RETRY_WHEN_NOT_STORED =
            live("retryWhenNotStored", false, "the official retryAnotherBrokerWhenNotStoreOK", ANYTHING);

    // Which decisions, and which brokers to avoid

    static final Setting<Profile> PROFILE = fixed("profile", Profile.DEFAULT, OURS, ANYTHING);
    static final Setting<Isolation> ISOLATION =
            live("isolation", Isolation.TABLE, OURS + "; OFF with the compatible profile, as official", ANYTHING);
    static final Setting<LatencyTable> LATENCY_TABLE =
            live("latencyTable", LatencyTable.DEFAULT, "the official latencyMax and notAvailableDuration", ANYTHING);
    static final Setting<Boolean> DETECTOR = live("detector", false, "the official startDetectorEnable", ANYTHING);
    static final Setting<Duration> DETECTOR_PERIOD =
            live("detectorPeriod", Duration.ofSeconds(2), "the official detectInterval", POSITIVE);
    static final Setting<Duration> DETECTOR_TIMEOUT =
            live("detectorTimeout", Duration.ofMillis(200), "the official detectTimeout", POSITIVE);

    static final Setting<Duration> PATIENCE =
            live("patience", Duration.ofMillis(50), OURS + "; for ADAPTIVE", POSITIVE);

    // Messages

    static final Setting<Integer> MAX_MESSAGE_BYTES =
            live("maxMessageBytes", 4 << 20, "the official maxMessageSize", range(1, MAX_MESSAGE_BYTES_LIMIT));
    static final Setting<Integer> COMPRESS_OVER_BYTES =
            live("compressOverBytes", 4096, "the official compressMsgBodyOverHowmuch", range(0, Integer.MAX_VALUE));
    static final Setting<Compression> COMPRESSION =
            live("compression", Compression.ZLIB, "the official compressType", (name, kind) -> {
                if (!kind.isAvailable()) {
                    throw new IllegalArgumentException(
                            name + ": " + kind + " (expected: " + kind.library() + " on the class path for it)");
                }
            });
    static final Setting<Integer> COMPRESS_LEVEL =
            live("compressLevel", Compression.DEFAULT_LEVEL, "the official compressLevel", range(-1, 22));

    static final Setting<Batching> BATCHING =
            declare("batching", null, "the official autoBatch is off", ANYTHING, true);

    // How much at a time

    static final Setting<Integer> MAX_IN_FLIGHT =
            live("maxInFlight", 65_535, "the official limit of asynchronous requests", range(1, 1 << 20));
    static final Setting<Long> MAX_IN_FLIGHT_BYTES = live(
            "maxInFlightBytes",
            100L << 20,
            "the official backPressureForAsyncSendSize",
            (name, bytes) -> SendLimits.requireRange(name, bytes, SendLimits.MOST_BYTES_IN_FLIGHT));
    static final Setting<WhenFull> WHEN_FULL = live("whenFull", WhenFull.WAIT, OURS, ANYTHING);
    static final Setting<Duration> SPIN =
            live("spin", Duration.ZERO, OURS + ", callers are parked at once", (name, spin) -> {
                if (spin.isNegative() || spin.compareTo(MAX_SPIN) > 0) {
                    throw new IllegalArgumentException(name + ": " + spin + " (expected: zero to " + MAX_SPIN + ")");
                }
            });

    // Connections, routes, life

    static final Setting<Duration> CONNECT_TIMEOUT =
            fixed("connectTimeout", Duration.ofSeconds(3), "the official connectTimeoutMillis", POSITIVE);
    static final Setting<Duration> IDLE_TIMEOUT =
            fixed("idleTimeout", Duration.ofMinutes(2), "the official clientChannelMaxIdleTimeSeconds", ZERO_OR_MORE);
    static final Setting<Duration> ROUTE_REFRESH =
            fixed("routeRefresh", Duration.ofSeconds(30), "the official pollNameServerInterval", POSITIVE);
    static final Setting<Duration> HEARTBEAT =
            fixed("heartbeat", Duration.ofSeconds(30), "the official heartbeatBrokerInterval", POSITIVE);
    static final Setting<Duration> CLOSE_TIMEOUT = live("closeTimeout", Duration.ofSeconds(5), OURS, ZERO_OR_MORE);
    static final Setting<Integer> CALLBACK_THREADS = fixed("callbackThreads", 2, OURS, range(1, 1024));
    static final Setting<Executor> CALLBACK_EXECUTOR =
            declare("callbackExecutor", null, "threads of the producer's own", ANYTHING, true);
    static final Setting<Integer> DEFAULT_TOPIC_QUEUES =
            live("defaultTopicQueues", 4, "the official defaultTopicQueueNums", range(1, 65_535));
    static final Setting<String> TEMPLATE_TOPIC = live(
            "templateTopic",
            SystemTopics.TEMPLATE,
            "the official createTopicKey",
            (name, topic) -> TopicNames.requireValid(name, topic));
    static final Setting<List<String>> TOPICS = fixed(
            "topics",
            List.of(),
            "the official topics",
            (name, topics) -> topics.forEach(topic -> TopicNames.requireValid(name, topic)));
    static final Setting<Boolean> VIP_CHANNEL = live("vipChannel", false, "the official vipChannelEnabled", ANYTHING);
    static final Setting<Boolean> HEARTBEAT_V2 = fixed("heartbeatV2", false, "the official useHeartbeatV2", ANYTHING);
    static final Setting<SendObserver> OBSERVER = fixed("observer", SendObserver.NONE, "nobody", ANYTHING);

    // Transactions

    static final Setting<TransactionChecker> TRANSACTION_CHECKER = optional("transactionChecker", "no transactions");
    static final Setting<Integer> CHECK_THREADS =
            fixed("checkThreads", 1, "the official checkThreadPoolMaxSize", range(1, 1024));
    static final Setting<Executor> CHECK_EXECUTOR = optional("checkExecutor", "threads of the producer's own");
    static final Setting<Integer> MAX_PENDING_CHECKS =
            fixed("maxPendingChecks", 2000, "the official checkRequestHoldMax", range(1, 1 << 20));

    // What goes along with every request

    static final Setting<String> ZONE_NAME = optionalText("zoneName", "no zone");
    static final Setting<String> ZONE_MODE = optionalText("zoneMode", "no zone");

    // Hooks

    static final Setting<List<SendCheck>> SEND_CHECKS = live("sendChecks", List.of(), "none", ANYTHING);
    static final Setting<List<SendHook>> SEND_HOOKS = live("sendHooks", List.of(), "none", ANYTHING);
    static final Setting<List<EndTransactionHook>> END_TRANSACTION_HOOKS =
            live("endTransactionHooks", List.of(), "none", ANYTHING);
    static final Setting<List<RequestHook>> REQUEST_HOOKS = fixed("requestHooks", List.of(), "none", ANYTHING);

    // Message trace

    static final Setting<Boolean> TRACE = fixed("trace", false, "the official enableTrace", ANYTHING);
    static final Setting<String> TRACE_TOPIC = fixed(
            "traceTopic",
            SystemTopics.TRACE,
            "the official RMQ_SYS_TRACE_TOPIC",
            (name, topic) -> TopicNames.requireValid(name, topic));
    static final Setting<Integer> TRACE_BATCH = fixed("traceBatch", 10, "the official traceMsgBatchNum", range(1, 20));
    static final Setting<Boolean> TRACE_RECALLS =
            fixed("traceRecalls", false, "the official com.rocketmq.recall.default.trace.enable", ANYTHING);

    /** What the producers of a runtime have in common, because they share a client: see {@link ProducerRuntime}. */
    private static final Set<Setting<?>> SHARED = Set.of(
            NAME_SERVERS,
            NAME_SERVER_DISCOVERY,
            NAME_SERVER_URL,
            CLIENT_IP,
            INSTANCE_NAME,
            STREAM_REQUESTS,
            UNIT_NAME,
            CREDENTIALS,
            TLS,
            CONNECT_TIMEOUT,
            IDLE_TIMEOUT,
            HEARTBEAT,
            HEARTBEAT_V2,
            CALLBACK_THREADS,
            ZONE_NAME,
            ZONE_MODE,
            REQUEST_HOOKS);

    private Settings() {}

    /** Whether all producers of a runtime have the same value. */
    static boolean isShared(Setting<?> setting) {
        return SHARED.contains(setting);
    }

    static List<Setting<?>> all() {
        return Collections.unmodifiableList(DECLARED);
    }

    /** A setting that keeps its value for as long as a producer runs. */
    private static <T> Setting<T> fixed(String name, T byDefault, String origin, Check<? super T> check) {
        return declare(name, byDefault, origin, check, false);
    }

    /** A setting that may also change while a producer runs. */
    private static <T> Setting<T> live(String name, T byDefault, String origin, Check<? super T> check) {
        return declare(name, byDefault, origin, check, true);
    }

    /** A setting that is nothing unless set, null in its accessor. Its value is kept for as long as a producer runs. */
    private static <T> Setting<T> optional(String name, String origin) {
        return declare(name, null, origin, ANYTHING, false);
    }

    /** A setting that is nothing unless set, and may change while a producer runs. */
    private static <T> Setting<T> liveOptional(String name, String origin, Check<? super T> check) {
        return declare(name, null, origin, check, true);
    }

    private static Setting<String> optionalText(String name, String origin) {
        return declare(
                name,
                null,
                origin,
                (setting, text) -> {
                    if (text.isBlank() || text.length() > Short.MAX_VALUE) {
                        throw new IllegalArgumentException(
                                setting + ": '" + text + "' (expected: text that is not blank)");
                    }
                },
                false);
    }

    private static <T> Setting<T> declare(
            String name, @Nullable T byDefault, String origin, Check<? super T> check, boolean live) {
        Setting<T> setting = new Setting<>(name, DECLARED.size(), byDefault, origin, check, live);
        DECLARED.add(setting);
        return setting;
    }

    private static Check<Integer> range(int min, int max) {
        return (name, value) -> {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
            }
        };
    }

    private static void httpUrl(String name, URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getPort() > 65_535) {
            throw new IllegalArgumentException(name + ": " + url + " (expected: http://host[:port]/path)");
        }
    }

    /** It becomes part of a client id and of a url. */
    private static void unit(String name, String unit) {
        for (int i = 0; i < unit.length(); i++) {
            char c = unit.charAt(i);
            if (!((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "_-.".indexOf(c) >= 0)) {
                throw new IllegalArgumentException(name + ": '" + unit + "' (expected: letters, digits, _ - and .)");
            }
        }
        if (unit.isEmpty()) {
            throw new IllegalArgumentException(name + ": '' (expected: letters, digits, _ - and .)");
        }
    }

    private static void nameInClientId(String name, String value) {
        if (value.isBlank() || value.length() > MAX_CLIENT_ID_PART) {
            throw new IllegalArgumentException(
                    name + ": '" + value + "' (expected: 1 to " + MAX_CLIENT_ID_PART + " characters, not blank)");
        }
    }

    /** The same codes in the order of their numbers. */
    static Set<Integer> sorted(Set<Integer> codes) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(codes));
    }

    private static Set<Integer> with(Set<Integer> codes, Integer... more) {
        Set<Integer> all = new TreeSet<>(codes);
        Collections.addAll(all, more);
        return sorted(all);
    }

    private static void errors(String name, Set<Integer> codes) {
        for (int stored : STORED) {
            if (codes.contains(stored)) {
                throw new IllegalArgumentException(name + ": " + codes + " (expected: only codes of errors, not "
                        + ResponseCode.nameOf(stored) + "; see retryWhenNotStored)");
            }
        }
    }

    static void positive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + duration + " (expected: more than zero, at most " + MAX_DURATION.toDays() + " days)");
        }
    }

    private static void zeroOrMore(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + duration + " (expected: 0 to " + MAX_DURATION.toDays() + " days)");
        }
    }
}
