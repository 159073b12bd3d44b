// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.acl.common.AclClientRPCHook;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.TlsConfig;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.Compression;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of the familiar settings in the engine's configuration. */
class SettingsTest {
    private Properties before;

    @BeforeEach
    void keepProperties() {
        before = (Properties) System.getProperties().clone();
    }

    @AfterEach
    void restoreProperties() {
        System.setProperties(before);
    }

    private static DefaultMQProducer producer() {
        DefaultMQProducer producer = new DefaultMQProducer("settings-group");
        producer.setNamesrvAddr("10.1.2.3:9876;10.1.2.4:9876");
        return producer;
    }

    private static ProducerConfig of(DefaultMQProducer producer) {
        return Settings.of(producer, producer.getDefaultMQProducerImpl(), null);
    }

    @Test
    @Tag("B-RETRY-05")
    void noTimeForAnAttemptThatIsNotTheLastLeavesOne() {
        DefaultMQProducer producer = producer();
        producer.setSendMsgMaxTimeoutPerRequest(0);
        ProducerConfig config = of(producer);
        assertThat(config.attemptTimeout()).isNull();
        assertThat(config.retries()).isZero();
        assertThat(config.asyncRetries())
                .as("nothing is said of sends with a callback")
                .isEqualTo(2);
    }

    @Test
    @Tag("B-FAULT-01")
    @Tag("B-RETRY-01")
    @Tag("B-RETRY-03")
    void unlessToldOtherwiseAllIsAsInTheOfficialClient() {
        ProducerConfig config = of(producer());
        assertThat(config.nameServers()).hasSize(2);
        assertThat(config.profile()).isEqualTo(Profile.DEFAULT);
        assertThat(config.sendTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.attemptTimeout()).isNull();
        assertThat(config.retries()).isEqualTo(2);
        assertThat(config.asyncRetries()).isEqualTo(2);
        assertThat(config.retriedCodes()).containsExactlyInAnyOrder(1, 2, 14, 16, 17, 204, 205, 1500);
        assertThat(config.retryWhenNotStored()).isFalse();
        assertThat(config.isolation()).isEqualTo(Isolation.OFF);
        assertThat(config.latencyTable()).isEqualTo(LatencyTable.DEFAULT);
        assertThat(config.detector()).isFalse();
        assertThat(config.detectorPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.detectorTimeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.maxMessageBytes()).isEqualTo(4 << 20);
        assertThat(config.compressOverBytes()).isEqualTo(4096);
        assertThat(config.compressLevel()).isEqualTo(5);
        assertThat(config.compression()).isEqualTo(Compression.ZLIB);
        assertThat(config.defaultTopicQueues()).isEqualTo(4);
        assertThat(config.templateTopic()).isEqualTo("TBW102");
        assertThat(config.routeRefresh()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.callbackThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.namespace()).isEqualTo(Namespace.NONE);
        assertThat(config.tls()).isNull();
        assertThat(config.vipChannel()).isFalse();
        assertThat(config.heartbeatV2()).isFalse();
        assertThat(config.unitMode()).isFalse();
        assertThat(config.unitName()).isNull();
        assertThat(config.streamRequests()).isFalse();
        assertThat(config.credentials()).isNull();
    }

    @Test
    @Tag("B-RETRY-05")
    @Tag("B-FAULT-13")
    @Tag("B-BACKPRESSURE-01")
    void everySettingIsPassedOn() {
        DefaultMQProducer producer = new DefaultMQProducer(
                "settings-group",
                new AclClientRPCHook(new SessionCredentials("access", "secret", "token")),
                List.of("orders"));
        producer.setNamesrvAddr("10.1.2.3:9876");
        producer.setSendMsgTimeout(4_000);
        producer.setSendMsgMaxTimeoutPerRequest(700);
        producer.setRetryTimesWhenSendFailed(5);
        producer.setRetryTimesWhenSendAsyncFailed(0);
        producer.addRetryResponseCode(215);
        producer.setRetryAnotherBrokerWhenNotStoreOK(true);
        producer.setSendLatencyFaultEnable(true);
        producer.setLatencyMax(new long[] {10, 20});
        producer.setNotAvailableDuration(new long[] {0, 500});
        producer.setStartDetectorEnable(true);
        producer.setDetectInterval(900);
        producer.setDetectTimeout(90);
        producer.setMaxMessageSize(1_000);
        producer.setCompressMsgBodyOverHowmuch(10);
        producer.setCompressLevel(9);
        producer.setCompressType(CompressionType.LZ4);
        producer.setDefaultTopicQueueNums(8);
        producer.setCreateTopicKey("template");
        producer.setPollNameServerInterval(10_000);
        producer.setHeartbeatBrokerInterval(11_000);
        producer.setClientCallbackExecutorThreads(3);
        producer.setNamespace("ns1");
        producer.setVipChannelEnabled(true);
        producer.setUseHeartbeatV2(true);
        producer.setUnitMode(true);
        producer.setUnitName("unit1");
        producer.setEnableStreamRequestType(true);
        producer.setClientIP("10.9.8.7");
        producer.setInstanceName("instance1");
        producer.setEnableBackpressureForAsyncMode(true);
        producer.setBackPressureForAsyncSendNum(20);
        producer.setBackPressureForAsyncSendSize(2 << 20);
        producer.setUseTLS(true);
        ProducerConfig config = of(producer);
        assertThat(config.producerGroup()).isEqualTo("ns1%settings-group");
        assertThat(config.topics()).containsExactly("orders");
        assertThat(config.sendTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.attemptTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(config.retries()).isEqualTo(5);
        assertThat(config.asyncRetries()).isZero();
        assertThat(config.retriedCodes()).contains(215);
        assertThat(config.retryWhenNotStored()).isTrue();
        assertThat(config.isolation()).isEqualTo(Isolation.TABLE);
        assertThat(config.latencyTable()).isEqualTo(LatencyTable.ofMillis(new long[] {10, 20}, new long[] {0, 500}));
        assertThat(config.detector()).isTrue();
        assertThat(config.detectorPeriod()).isEqualTo(Duration.ofMillis(900));
        assertThat(config.detectorTimeout()).isEqualTo(Duration.ofMillis(90));
        assertThat(config.maxMessageBytes()).isEqualTo(1_000);
        assertThat(config.compressOverBytes()).isEqualTo(10);
        assertThat(config.compressLevel()).isEqualTo(9);
        assertThat(config.compression()).isEqualTo(Compression.LZ4);
        assertThat(config.defaultTopicQueues()).isEqualTo(8);
        assertThat(config.templateTopic()).isEqualTo("template");
        assertThat(config.routeRefresh()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(11));
        assertThat(config.callbackThreads()).isEqualTo(3);
        assertThat(config.namespace()).isEqualTo(Namespace.prefix("ns1"));
        assertThat(config.vipChannel()).isTrue();
        assertThat(config.heartbeatV2()).isTrue();
        assertThat(config.unitMode()).isTrue();
        assertThat(config.unitName()).isEqualTo("unit1");
        assertThat(config.streamRequests()).isTrue();
        assertThat(config.clientIp()).isEqualTo("10.9.8.7");
        assertThat(config.instanceName()).isEqualTo("instance1");
        assertThat(producer.buildMQClientId()).isEqualTo("10.9.8.7@instance1@unit1@STREAM");
        assertThat(config.maxInFlight()).isEqualTo(20);
        assertThat(config.maxInFlightBytes()).isEqualTo(2 << 20);
        assertThat(config.credentials()).isEqualTo(new AclCredentials("access", "secret", "token"));
        assertThat(config.tls()).isEqualTo(TlsConfig.builder().build());
    }

    @Test
    @Tag("B-TXN-10")
    void transactionsHaveTheirOwn() {
        TransactionMQProducer producer = new TransactionMQProducer("settings-group");
        producer.setNamesrvAddr("10.1.2.3:9876");
        producer.setCheckThreadPoolMaxSize(4);
        producer.setCheckRequestHoldMax(50);
        ProducerConfig config = Settings.of(producer, producer.getDefaultMQProducerImpl(), producer);
        assertThat(config.transactionChecker()).isNotNull();
        assertThat(config.checkThreads()).isEqualTo(4);
        assertThat(config.maxPendingChecks()).isEqualTo(50);
    }

    @Test
    void whatHasNoMeaningIsTakenAsTheOfficialClientDoes() {
        DefaultMQProducer producer = producer();
        producer.setMaxMessageSize(128 << 20);
        producer.setCompressMsgBodyOverHowmuch(-1);
        producer.setClientCallbackExecutorThreads(0);
        producer.setRetryTimesWhenSendFailed(1_000);
        producer.setUnitName(" ");
        ProducerConfig config = of(producer);
        assertThat(config.maxMessageBytes()).isEqualTo(15 << 20);
        assertThat(config.compressOverBytes()).isZero();
        assertThat(config.callbackThreads()).isEqualTo(4);
        assertThat(config.retries()).isEqualTo(100);
        assertThat(config.unitName()).isNull();
    }

    @Test
    @Tag("B-RETRY-14")
    @Tag("B-FAULT-14")
    void whatIsWrongIsNamed() {
        DefaultMQProducer retries = producer();
        retries.setRetryTimesWhenSendFailed(-1);
        assertThatThrownBy(() -> of(retries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retries");
        DefaultMQProducer timeout = producer();
        timeout.setSendMsgTimeout(0);
        assertThatThrownBy(() -> of(timeout)).hasMessageContaining("sendTimeout");
        DefaultMQProducer proxy = producer();
        proxy.setSocksProxyConfig("{\"0.0.0.0/0\":{\"addr\":\"localhost:1080\"}}");
        assertThatThrownBy(() -> of(proxy)).hasMessageContaining("socksProxyConfig");
        DefaultMQProducer credentials =
                new DefaultMQProducer("settings-group", new AclClientRPCHook(new SessionCredentials("access", null)));
        credentials.setNamesrvAddr("10.1.2.3:9876");
        assertThatThrownBy(() -> of(credentials)).hasMessageContaining("credentials");
        // Tables of different lengths wait for each other.
        DefaultMQProducer table = producer();
        table.setLatencyMax(new long[] {10});
        assertThat(of(table).latencyTable()).isEqualTo(LatencyTable.DEFAULT);
    }

    @Test
    @Tag("B-NAMESRV-05")
    @Tag("B-LIFE-06")
    void systemPropertiesSetDefaults() {
        System.setProperty("rocketmq.namesrv.addr", "10.1.2.5:9876");
        System.setProperty("rocketmq.client.name", "named");
        System.setProperty("com.rocketmq.sendLatencyEnable", "true");
        System.setProperty("com.rocketmq.startDetectorEnable", "true");
        System.setProperty("com.rocketmq.sendMessageWithVIPChannel", "true");
        System.setProperty("com.rocketmq.heartbeat.v2", "true");
        System.setProperty("rocketmq.message.compressLevel", "3");
        System.setProperty("rocketmq.message.compressType", "ZSTD");
        DefaultMQProducer producer = new DefaultMQProducer("settings-group");
        assertThat(producer.getInstanceName()).isEqualTo("named");
        producer.changeInstanceNameToPID();
        assertThat(producer.getInstanceName()).isEqualTo("named");
        ProducerConfig config = of(producer);
        assertThat(config.nameServers()).singleElement().hasToString("10.1.2.5:9876");
        assertThat(config.isolation()).isEqualTo(Isolation.TABLE);
        assertThat(config.detector()).isTrue();
        assertThat(config.vipChannel()).isTrue();
        assertThat(config.heartbeatV2()).isTrue();
        assertThat(config.compressLevel()).isEqualTo(3);
        assertThat(config.compression()).isEqualTo(Compression.ZSTD);
    }

    @Test
    @Tag("B-NAMESRV-05")
    @Tag("B-ROUTE-04")
    void nameServersAreDiscoveredIfAnAddressServerIsNamed() {
        DefaultMQProducer producer = new DefaultMQProducer("settings-group");
        producer.setNamesrvAddr(null);
        assertThat(of(producer).nameServerUrl()).isNull();
        assertThat(of(producer).nameServerDiscovery()).isNotNull();
        System.setProperty("rocketmq.namesrv.domain", "addresses.example");
        assertThat(of(producer).nameServerUrl()).hasToString("http://addresses.example:8080/rocketmq/nsaddr");
        System.setProperty("rocketmq.namesrv.domain", "addresses.example:80");
        System.setProperty("rocketmq.namesrv.domain.subgroup", "mine");
        assertThat(of(producer).nameServerUrl()).hasToString("http://addresses.example:80/rocketmq/mine");
    }

    @Test
    @Tag("B-NS-03")
    void theNamespaceOfAnAddressCountsUnlessOneIsSet() {
        DefaultMQProducer producer = producer();
        producer.setNamesrvAddr("http://MQ_INST_123_abc.mq.example:80");
        assertThat(producer.getNamespace()).isEqualTo("MQ_INST_123_abc");
        assertThat(producer.getNamesrvAddr()).isEqualTo("MQ_INST_123_abc.mq.example:80");
        assertThat(of(producer).namespace()).isEqualTo(Namespace.prefix("MQ_INST_123_abc"));
        producer.setNamespace("mine");
        assertThat(of(producer).namespace()).isEqualTo(Namespace.prefix("mine"));
        producer.setNamespaceV2("second");
        assertThat(of(producer).namespace()).isEqualTo(Namespace.fields("second"));
    }

    @Test
    @Tag("B-TLS-01")
    void encryptionVerifiesUnlessSomebodySaysOtherwise() {
        DefaultMQProducer producer = producer();
        producer.setUseTLS(true);
        assertThat(of(producer).tls().trust()).isEqualTo(TlsConfig.Trust.VERIFY);
        System.setProperty("tls.client.trustCertPath", "/etc/ca.pem");
        assertThat(of(producer).tls().trustCertificates()).hasToString("/etc/ca.pem");
        System.setProperty("tls.client.authServer", "true");
        assertThat(of(producer).tls().trust()).isEqualTo(TlsConfig.Trust.ANY_HOST_NAME);
        System.setProperty("tls.client.authServer", "false");
        assertThat(of(producer).tls().trust()).isEqualTo(TlsConfig.Trust.ANYBODY);
        System.clearProperty("tls.client.authServer");
        System.setProperty("tls.test.mode.enable", "true");
        assertThat(of(producer).tls().trust()).isEqualTo(TlsConfig.Trust.ANYBODY);
        System.setProperty("tls.client.certPath", "/etc/client.pem");
        assertThatThrownBy(() -> of(producer)).hasMessageContaining("tls.client.keyPath");
        System.setProperty("tls.enable", "true");
        assertThat(new DefaultMQProducer("other").isUseTLS()).isTrue();
    }

    @Test
    @Tag("B-ACCUM-01")
    @Tag("B-ACCUM-02")
    void batchSettingsShowAfterTheStartAndAreCheckedAtOnce() {
        DefaultMQProducer producer = producer();
        producer.setAutoBatch(true);
        assertThat(producer.getAutoBatch()).isFalse();
        assertThat(producer.getBatchMaxDelayMs()).isZero();
        assertThatThrownBy(() -> producer.batchMaxDelayMs(30_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.batchMaxBytes((2 << 20) + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.totalBatchMaxBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("B-BACKPRESSURE-01")
    void backPressureHasLeastValues() {
        DefaultMQProducer producer = producer();
        assertThat(producer.isEnableBackpressureForAsyncMode()).isFalse();
        assertThat(producer.getBackPressureForAsyncSendNum()).isEqualTo(1024);
        assertThat(producer.getBackPressureForAsyncSendSize()).isEqualTo(100 << 20);
        producer.setBackPressureForAsyncSendNum(3);
        producer.setBackPressureForAsyncSendSize(10);
        assertThat(producer.getBackPressureForAsyncSendNum()).isEqualTo(10);
        assertThat(producer.getBackPressureForAsyncSendSize()).isEqualTo(1 << 20);
        assertThat(of(producer).maxInFlight()).isEqualTo(65_535);
    }

    @Test
    void aChangeTakesOnlyWhatARunningProducerTakes() {
        DefaultMQProducer producer = producer();
        ProducerConfig started = of(producer);
        producer.setRetryTimesWhenSendFailed(7);
        producer.setUnitMode(true);
        producer.setUnitName("north");
        ProducerConfig changed = Settings.changed(started, producer, producer.getDefaultMQProducerImpl());
        assertThat(changed.retries()).isEqualTo(7);
        assertThat(changed.unitMode()).isTrue();
        assertThat(changed.unitName()).isNull();
        assertThat(changed.toBuilder().retries(2).unitMode(false).build()).isEqualTo(started);
    }

    @Test
    void retriedCodesMayBeAddedAndTakenBack() {
        DefaultMQProducer producer = producer();
        producer.getRetryResponseCodes().clear();
        producer.addRetryResponseCode(2);
        assertThat(of(producer).retriedCodes()).isEqualTo(Set.of(2));
    }
}
