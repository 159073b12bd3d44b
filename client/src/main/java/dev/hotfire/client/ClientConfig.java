// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.netty.TlsSystemConfig;
import dev.hotfire.remoting.protocol.LanguageCode;
import dev.hotfire.runtime.LocalAddress;
import dev.hotfire.runtime.ThisProcess;
import dev.hotfire.wire.namespace.Namespaces;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all clients can be told. Defaults come from system properties where the official client's do; they are read when
 * the object is made.
 *
 * <p>Settings count from {@code start()} on. Which ones take effect later, too, is said at the client's own setter.
 */
public class ClientConfig {
    public static final String SEND_MESSAGE_WITH_VIP_CHANNEL_PROPERTY = "com.rocketmq.sendMessageWithVIPChannel";
    public static final String SOCKS_PROXY_CONFIG = "com.rocketmq.socks.proxy.config";
    public static final String DECODE_READ_BODY = "com.rocketmq.read.body";
    public static final String DECODE_DECOMPRESS_BODY = "com.rocketmq.decompress.body";
    public static final String SEND_LATENCY_ENABLE = "com.rocketmq.sendLatencyEnable";
    public static final String START_DETECTOR_ENABLE = "com.rocketmq.startDetectorEnable";
    public static final String HEART_BEAT_V2 = "com.rocketmq.heartbeat.v2";

    private static final String NAME_SERVERS_PROPERTY = "rocketmq.namesrv.addr";
    private static final String NAME_SERVERS_VARIABLE = "NAMESRV_ADDR";
    private static final String INSTANCE_NAME_PROPERTY = "rocketmq.client.name";
    private static final String DEFAULT_INSTANCE_NAME = "DEFAULT";
    private static final String NO_PROXIES = "{}";

    protected @Nullable String namespace;
    protected @Nullable String namespaceV2;
    protected AccessChannel accessChannel = AccessChannel.LOCAL;
    protected boolean enableStreamRequestType;
    protected boolean enableTrace;
    protected @Nullable String traceTopic;
    protected int maxPageSizeInGetMetadata = 2000;

    private @Nullable String namesrvAddr =
            System.getProperty(NAME_SERVERS_PROPERTY, System.getenv(NAME_SERVERS_VARIABLE));
    private String clientIP = LocalAddress.find();
    private String instanceName = System.getProperty(INSTANCE_NAME_PROPERTY, DEFAULT_INSTANCE_NAME);
    private int clientCallbackExecutorThreads = Runtime.getRuntime().availableProcessors();
    private boolean namespaceInitialized;
    private int pollNameServerInterval = 30_000;
    private int heartbeatBrokerInterval = 30_000;
    private int persistConsumerOffsetInterval = 5_000;
    private long pullTimeDelayMillsWhenException = 1_000;
    private int traceMsgBatchNum = 10;
    private boolean unitMode;
    private @Nullable String unitName;
    private boolean decodeReadBody = isOn(DECODE_READ_BODY, true);
    private boolean decodeDecompressBody = isOn(DECODE_DECOMPRESS_BODY, true);
    private boolean vipChannelEnabled = isOn(SEND_MESSAGE_WITH_VIP_CHANNEL_PROPERTY, false);
    private boolean useHeartbeatV2 = isOn(HEART_BEAT_V2, false);
    private boolean useTLS = TlsSystemConfig.tlsEnable || isOn(TlsSystemConfig.TLS_ENABLE, false);
    private String socksProxyConfig = System.getProperty(SOCKS_PROXY_CONFIG, NO_PROXIES);
    private int mqClientApiTimeout = 3_000;
    private int detectTimeout = 200;
    private int detectInterval = 2_000;
    private LanguageCode language = LanguageCode.JAVA;
    private boolean sendLatencyEnable = isOn(SEND_LATENCY_ENABLE, false);
    private boolean startDetectorEnable = isOn(START_DETECTOR_ENABLE, false);
    private boolean enableHeartbeatChannelEventListener = true;
    private boolean enableConcurrentHeartbeat;
    private int concurrentHeartbeatThreadPoolSize = Runtime.getRuntime().availableProcessors();

    private static boolean isOn(String property, boolean byDefault) {
        return Boolean.parseBoolean(System.getProperty(property, Boolean.toString(byDefault)));
    }

    /**
     * The client's id, {@code ip@instance[@unit][@STREAM]}. Clients with equal ids share connections, routes and
     * heartbeats (B-LIFE-07).
     */
    public String buildMQClientId() {
        StringBuilder id = new StringBuilder(clientIP).append('@').append(instanceName);
        if (unitName != null && !unitName.isBlank()) {
            id.append('@').append(unitName);
        }
        if (enableStreamRequestType) {
            id.append("@STREAM");
        }
        return id.toString();
    }

    /** Gives a client that was not named a name of its own (B-LIFE-06). */
    public void changeInstanceNameToPID() {
        if (instanceName.equals(DEFAULT_INSTANCE_NAME)) {
            instanceName = ThisProcess.nextName();
        }
    }

    /** A topic's or group's name as brokers know it: with the namespace in front, if there is one. */
    public String withNamespace(String resource) {
        return Namespaces.wrap(getNamespace(), resource);
    }

    /** As {@link #withNamespace(String)}, each. */
    public Set<String> withNamespace(Set<String> resourceSet) {
        Set<String> wrapped = new HashSet<>();
        resourceSet.forEach(resource -> wrapped.add(withNamespace(resource)));
        return wrapped;
    }

    /** A topic's or group's name as the user knows it. */
    public String withoutNamespace(String resource) {
        return Namespaces.unwrap(getNamespace(), resource);
    }

    /** As {@link #withoutNamespace(String)}, each. */
    public Set<String> withoutNamespace(Set<String> resourceSet) {
        Set<String> plain = new HashSet<>();
        resourceSet.forEach(resource -> plain.add(withoutNamespace(resource)));
        return plain;
    }

    /** The queue with its topic as brokers know it; the queue itself if there is no namespace. */
    public MessageQueue queueWithNamespace(MessageQueue queue) {
        String told = getNamespace();
        if (told == null || told.isEmpty()) {
            return queue;
        }
        return new MessageQueue(
                withNamespace(String.valueOf(queue.getTopic())), queue.getBrokerName(), queue.getQueueId());
    }

    /** Gives each queue's topic its namespace, in place. */
    public Collection<MessageQueue> queuesWithNamespace(Collection<MessageQueue> queues) {
        String told = getNamespace();
        if (told != null && !told.isEmpty()) {
            queues.forEach(queue -> queue.setTopic(withNamespace(String.valueOf(queue.getTopic()))));
        }
        return queues;
    }

    /** Takes over another client's settings, without those of its trace batches, pages and access channel (B-LIFE-08). */
    public void resetClientConfig(ClientConfig cc) {
        this.namesrvAddr = cc.namesrvAddr;
        this.clientIP = cc.clientIP;
        this.instanceName = cc.instanceName;
        this.clientCallbackExecutorThreads = cc.clientCallbackExecutorThreads;
        this.pollNameServerInterval = cc.pollNameServerInterval;
        this.heartbeatBrokerInterval = cc.heartbeatBrokerInterval;
        this.persistConsumerOffsetInterval = cc.persistConsumerOffsetInterval;
        this.pullTimeDelayMillsWhenException = cc.pullTimeDelayMillsWhenException;
        this.unitMode = cc.unitMode;
        this.unitName = cc.unitName;
        this.vipChannelEnabled = cc.vipChannelEnabled;
        this.useTLS = cc.useTLS;
        this.socksProxyConfig = cc.socksProxyConfig;
        this.namespace = cc.namespace;
        this.language = cc.language;
        this.mqClientApiTimeout = cc.mqClientApiTimeout;
        this.decodeReadBody = cc.decodeReadBody;
        this.decodeDecompressBody = cc.decodeDecompressBody;
        this.enableStreamRequestType = cc.enableStreamRequestType;
        this.useHeartbeatV2 = cc.useHeartbeatV2;
        this.startDetectorEnable = cc.startDetectorEnable;
        this.enableHeartbeatChannelEventListener = cc.enableHeartbeatChannelEventListener;
        this.sendLatencyEnable = cc.sendLatencyEnable;
        this.detectInterval = cc.detectInterval;
        this.detectTimeout = cc.detectTimeout;
        this.namespaceV2 = cc.namespaceV2;
        this.enableTrace = cc.enableTrace;
        this.traceTopic = cc.traceTopic;
        this.enableConcurrentHeartbeat = cc.enableConcurrentHeartbeat;
        this.concurrentHeartbeatThreadPoolSize = cc.concurrentHeartbeatThreadPoolSize;
    }

    /** A copy, as {@link #resetClientConfig} makes one. */
    public ClientConfig cloneClientConfig() {
        ClientConfig copy = new ClientConfig();
        copy.resetClientConfig(this);
        return copy;
    }

    /** Name servers as {@code host:port[;host:port...]}; the scheme of an address that tells a namespace is left out. */
    public @Nullable String getNamesrvAddr() {
        if (namesrvAddr == null || !namesrvAddr.strip().matches("^\\w+://.*")) {
            return namesrvAddr;
        }
        return namesrvAddr.substring(namesrvAddr.indexOf("://") + 3);
    }

    /** Name servers as {@code host:port[;host:port...]}. */
    public void setNamesrvAddr(@Nullable String namesrvAddr) {
        this.namesrvAddr = namesrvAddr;
        this.namespaceInitialized = false;
    }

    /** Which computer this is, in the client's id. */
    public String getClientIP() {
        return clientIP;
    }

    public void setClientIP(String clientIP) {
        this.clientIP = clientIP;
    }

    /** Which of this computer's clients this is; {@code DEFAULT} becomes a name of its own at the start. */
    public String getInstanceName() {
        return instanceName;
    }

    public void setInstanceName(String instanceName) {
        this.instanceName = instanceName;
    }

    public @Nullable String getUnitName() {
        return unitName;
    }

    public void setUnitName(@Nullable String unitName) {
        this.unitName = unitName;
    }

    /** The namespace that is set, else the one that the name servers' address tells, else null (B-NS-03). */
    public @Nullable String getNamespace() {
        if (!namespaceInitialized && (namespace == null || namespace.isEmpty())) {
            String told = namesrvAddr == null ? null : Namespaces.ofNameServerAddress(namesrvAddr.strip());
            if (told != null) {
                namespace = told;
            }
            namespaceInitialized = true;
        }
        return namespace;
    }

    /** The prefix of all topics and groups. */
    public void setNamespace(@Nullable String namespace) {
        this.namespace = namespace;
        this.namespaceInitialized = true;
    }

    /** The namespace that all requests name. */
    public @Nullable String getNamespaceV2() {
        return namespaceV2;
    }

    public void setNamespaceV2(@Nullable String namespaceV2) {
        this.namespaceV2 = namespaceV2;
    }

    /** The most threads that run callbacks. */
    public int getClientCallbackExecutorThreads() {
        return clientCallbackExecutorThreads;
    }

    public void setClientCallbackExecutorThreads(int clientCallbackExecutorThreads) {
        this.clientCallbackExecutorThreads = clientCallbackExecutorThreads;
    }

    /** How often routes in use are read again, in milliseconds. */
    public int getPollNameServerInterval() {
        return pollNameServerInterval;
    }

    public void setPollNameServerInterval(int pollNameServerInterval) {
        this.pollNameServerInterval = pollNameServerInterval;
    }

    /** How often brokers are told that this client is there, in milliseconds. */
    public int getHeartbeatBrokerInterval() {
        return heartbeatBrokerInterval;
    }

    public void setHeartbeatBrokerInterval(int heartbeatBrokerInterval) {
        this.heartbeatBrokerInterval = heartbeatBrokerInterval;
    }

    /** For consumers; a producer has no use for it. */
    public int getPersistConsumerOffsetInterval() {
        return persistConsumerOffsetInterval;
    }

    public void setPersistConsumerOffsetInterval(int persistConsumerOffsetInterval) {
        this.persistConsumerOffsetInterval = persistConsumerOffsetInterval;
    }

    /** For consumers; a producer has no use for it. */
    public long getPullTimeDelayMillsWhenException() {
        return pullTimeDelayMillsWhenException;
    }

    public void setPullTimeDelayMillsWhenException(long pullTimeDelayMillsWhenException) {
        this.pullTimeDelayMillsWhenException = pullTimeDelayMillsWhenException;
    }

    /** How many trace records travel together at most. */
    public int getTraceMsgBatchNum() {
        return traceMsgBatchNum;
    }

    public void setTraceMsgBatchNum(int traceMsgBatchNum) {
        this.traceMsgBatchNum = traceMsgBatchNum;
    }

    /** Whether brokers are told that this client works in a unit. */
    public boolean isUnitMode() {
        return unitMode;
    }

    public void setUnitMode(boolean unitMode) {
        this.unitMode = unitMode;
    }

    /** Whether sends go to the brokers' second port, their own less 2. */
    public boolean isVipChannelEnabled() {
        return vipChannelEnabled;
    }

    public void setVipChannelEnabled(boolean vipChannelEnabled) {
        this.vipChannelEnabled = vipChannelEnabled;
    }

    /** Whether brokers are told only what has changed since the last heartbeat. */
    public boolean isUseHeartbeatV2() {
        return useHeartbeatV2;
    }

    public void setUseHeartbeatV2(boolean useHeartbeatV2) {
        this.useHeartbeatV2 = useHeartbeatV2;
    }

    /** Whether connections are encrypted. */
    public boolean isUseTLS() {
        return useTLS;
    }

    public void setUseTLS(boolean useTLS) {
        this.useTLS = useTLS;
    }

    /** See {@link #setSocksProxyConfig}. */
    public String getSocksProxyConfig() {
        return socksProxyConfig;
    }

    /** Which SOCKS proxies to use, as JSON. None is supported: a client that is given any does not start. */
    public void setSocksProxyConfig(String socksProxyConfig) {
        this.socksProxyConfig = socksProxyConfig;
    }

    /** How long a question that is no send may take, in milliseconds. */
    public int getMqClientApiTimeout() {
        return mqClientApiTimeout;
    }

    public void setMqClientApiTimeout(int mqClientApiTimeout) {
        this.mqClientApiTimeout = mqClientApiTimeout;
    }

    /** How long a broker may take to answer the detector, in milliseconds. */
    public int getDetectTimeout() {
        return detectTimeout;
    }

    public void setDetectTimeout(int detectTimeout) {
        this.detectTimeout = detectTimeout;
    }

    /** How often the detector asks a broker, in milliseconds. */
    public int getDetectInterval() {
        return detectInterval;
    }

    public void setDetectInterval(int detectInterval) {
        this.detectInterval = detectInterval;
    }

    /** What brokers are told that this client is written in. */
    public LanguageCode getLanguage() {
        return language;
    }

    public void setLanguage(LanguageCode language) {
        this.language = language;
    }

    /** For consumers; a producer has no use for it. */
    public boolean isDecodeReadBody() {
        return decodeReadBody;
    }

    public void setDecodeReadBody(boolean decodeReadBody) {
        this.decodeReadBody = decodeReadBody;
    }

    /** For consumers; a producer has no use for it. */
    public boolean isDecodeDecompressBody() {
        return decodeDecompressBody;
    }

    public void setDecodeDecompressBody(boolean decodeDecompressBody) {
        this.decodeDecompressBody = decodeDecompressBody;
    }

    /** Where trace records go. */
    public AccessChannel getAccessChannel() {
        return accessChannel;
    }

    public void setAccessChannel(AccessChannel accessChannel) {
        this.accessChannel = accessChannel;
    }

    /** Whether requests say that they belong to a stream; shows in the client's id. */
    public boolean isEnableStreamRequestType() {
        return enableStreamRequestType;
    }

    public void setEnableStreamRequestType(boolean enableStreamRequestType) {
        this.enableStreamRequestType = enableStreamRequestType;
    }

    /** Whether brokers that were slow or failed are avoided. */
    public boolean isSendLatencyEnable() {
        return sendLatencyEnable;
    }

    public void setSendLatencyEnable(boolean sendLatencyEnable) {
        this.sendLatencyEnable = sendLatencyEnable;
    }

    /** Whether brokers that are avoided are asked whether they are back. */
    public boolean isStartDetectorEnable() {
        return startDetectorEnable;
    }

    public void setStartDetectorEnable(boolean startDetectorEnable) {
        this.startDetectorEnable = startDetectorEnable;
    }

    /** For consumers; a producer has no use for it. */
    public boolean isEnableHeartbeatChannelEventListener() {
        return enableHeartbeatChannelEventListener;
    }

    public void setEnableHeartbeatChannelEventListener(boolean enableHeartbeatChannelEventListener) {
        this.enableHeartbeatChannelEventListener = enableHeartbeatChannelEventListener;
    }

    /** Whether a trace of each message is sent to the trace topic. */
    public boolean isEnableTrace() {
        return enableTrace;
    }

    public void setEnableTrace(boolean enableTrace) {
        this.enableTrace = enableTrace;
    }

    /** Where the trace goes; null for the usual topic. */
    public @Nullable String getTraceTopic() {
        return traceTopic;
    }

    public void setTraceTopic(@Nullable String traceTopic) {
        this.traceTopic = traceTopic;
    }

    /** For administration; a producer has no use for it. */
    public int getMaxPageSizeInGetMetadata() {
        return maxPageSizeInGetMetadata;
    }

    public void setMaxPageSizeInGetMetadata(int maxPageSizeInGetMetadata) {
        this.maxPageSizeInGetMetadata = maxPageSizeInGetMetadata;
    }

    /** Heartbeats never wait for each other here, whatever this says. */
    public boolean isEnableConcurrentHeartbeat() {
        return enableConcurrentHeartbeat;
    }

    public void setEnableConcurrentHeartbeat(boolean enableConcurrentHeartbeat) {
        this.enableConcurrentHeartbeat = enableConcurrentHeartbeat;
    }

    /** Heartbeats need no threads here, whatever this says. */
    public int getConcurrentHeartbeatThreadPoolSize() {
        return concurrentHeartbeatThreadPoolSize;
    }

    public void setConcurrentHeartbeatThreadPoolSize(int concurrentHeartbeatThreadPoolSize) {
        this.concurrentHeartbeatThreadPoolSize = concurrentHeartbeatThreadPoolSize;
    }

    @Override
    public String toString() {
        return "ClientConfig{namesrvAddr='" + namesrvAddr
                + "', clientIP='" + clientIP
                + "', instanceName='" + instanceName
                + "', clientCallbackExecutorThreads=" + clientCallbackExecutorThreads
                + ", namespace='" + namespace
                + "', namespaceV2='" + namespaceV2
                + "', accessChannel=" + accessChannel
                + ", pollNameServerInterval=" + pollNameServerInterval
                + ", heartbeatBrokerInterval=" + heartbeatBrokerInterval
                + ", unitMode=" + unitMode
                + ", unitName='" + unitName
                + "', vipChannelEnabled=" + vipChannelEnabled
                + ", useHeartbeatV2=" + useHeartbeatV2
                + ", useTLS=" + useTLS
                + ", socksProxyConfig='" + socksProxyConfig
                + "', language=" + language
                + ", mqClientApiTimeout=" + mqClientApiTimeout
                + ", detectTimeout=" + detectTimeout
                + ", detectInterval=" + detectInterval
                + ", enableStreamRequestType=" + enableStreamRequestType
                + ", sendLatencyEnable=" + sendLatencyEnable
                + ", startDetectorEnable=" + startDetectorEnable
                + ", enableTrace=" + enableTrace
                + ", traceTopic='" + traceTopic
                + "', traceMsgBatchNum=" + traceMsgBatchNum
                + '}';
    }
}
