// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.FlushDiskType;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/** One official broker, a master, on free loopback ports, with a store of small files that nobody keeps. */
final class OfficialBroker {
    /** Between finding a free port and taking it, somebody else may take it. */
    private static final int PORT_TRIES = 20;
    /** The VIP listener's place, seen from the ordinary one. Clients compute it, so it cannot move. */
    private static final int VIP_PORT_OFFSET = -2;

    private static final int COMMIT_LOG_FILE_BYTES = 64 << 20;
    /** 15,000 entries of 20 bytes. */
    private static final int CONSUME_QUEUE_FILE_BYTES = 300_000;

    private static final int INDEX_SLOTS = 10_000;
    private static final int INDEX_ENTRIES = 4 * INDEX_SLOTS;
    /** A half-full disk of a laptop is no reason to refuse messages that are deleted in a minute. */
    private static final int DISK_USED_PERCENT = 95;
    /** A machine busy with other tests must not look like an overloaded broker. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final BrokerController controller;

    private OfficialBroker(BrokerController controller) {
        this.controller = controller;
    }

    static OfficialBroker start(
            String name, String nameServerAddress, ScratchFolder folder, Map<String, String> settings)
            throws Exception {
        BrokerConfig config = new BrokerConfig();
        config.setBrokerName(name);
        config.setBrokerIP1(OfficialCluster.LOOPBACK);
        config.setBrokerIP2(OfficialCluster.LOOPBACK);
        config.setNamesrvAddr(nameServerAddress);
        config.setRocketmqHome(folder.resolve(name).toString());
        config.setBrokerConfigPath(folder.resolve(name + "/broker.conf").toString());
        config.setAutoCreateTopicEnable(true);
        config.setWaitTimeMillsInSendQueue(PATIENCE_MILLIS);

        MessageStoreConfig store = new MessageStoreConfig();
        store.setStorePathRootDir(folder.resolve(name + "/store").toString());
        store.setMappedFileSizeCommitLog(COMMIT_LOG_FILE_BYTES);
        store.setMappedFileSizeConsumeQueue(CONSUME_QUEUE_FILE_BYTES);
        store.setMaxHashSlotNum(INDEX_SLOTS);
        store.setMaxIndexNum(INDEX_ENTRIES);
        store.setFlushDiskType(FlushDiskType.ASYNC_FLUSH);
        store.setDiskMaxUsedSpaceRatio(DISK_USED_PERCENT);
        store.setOsPageCacheBusyTimeOutMills(PATIENCE_MILLIS);
        store.setTimerWheelEnable(false);
        store.setTimerRocksDBEnable(false);
        store.setTransRocksDBEnable(false);
        // Takes a free port. The official code listens on all interfaces here, and has no setting for it.
        store.setHaListenPort(0);

        AuthConfig auth = new AuthConfig();
        auth.setConfigName(name);
        auth.setClusterName(config.getBrokerClusterName());
        auth.setAuthConfigPath(folder.resolve(name + "/auth").toString());

        apply(settings, config, store, auth);

        NettyServerConfig server = new NettyServerConfig();
        server.setBindAddress(OfficialCluster.LOOPBACK);
        server.setListenPort(freePort());

        BrokerController controller = new BrokerController(config, server, new NettyClientConfig(), store, auth);
        if (!controller.initialize()) {
            throw new IllegalStateException(name + " refused to initialize");
        }
        controller.start();
        return new OfficialBroker(controller);
    }

    String name() {
        return controller.getBrokerConfig().getBrokerName();
    }

    /** Host and port, as the name server advertises it. */
    String address() {
        return controller.getBrokerAddr();
    }

    /** Creates the topic, or gives it this many queues; the name server learns of it from the next registration. */
    void createTopic(String topic, int queues) {
        controller
                .getTopicConfigManager()
                .updateTopicConfig(new TopicConfig(topic, queues, queues, PermName.PERM_READ | PermName.PERM_WRITE));
    }

    /** Tells the name server what this broker has, and returns when it was told. */
    void register() {
        boolean checkOrderConfig = true;
        boolean oneway = false;
        boolean force = true;
        controller.registerBrokerAll(checkOrderConfig, oneway, force);
    }

    /** Sets what the official classes have under that name, and refuses a name that none of them has. */
    private static void apply(
            Map<String, String> settings, BrokerConfig config, MessageStoreConfig store, AuthConfig auth) {
        Properties wanted = new Properties();
        settings.forEach((name, value) -> {
            if (!has(config, name) && !has(store, name) && !has(auth, name)) {
                throw new IllegalArgumentException(name + ": neither a broker nor a store nor an access setting");
            }
            wanted.setProperty(name, value);
        });
        MixAll.properties2Object(wanted, config);
        MixAll.properties2Object(wanted, store);
        MixAll.properties2Object(wanted, auth);
    }

    /** By its setter, which is what the official code goes by. */
    private static boolean has(Object official, String setting) {
        String setter = "set" + setting.substring(0, 1).toUpperCase(Locale.ROOT) + setting.substring(1);
        return Arrays.stream(official.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(setter));
    }

    private static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < PORT_TRIES; i++) {
            try (ServerSocket ordinary = new ServerSocket(0, 1, loopback);
                    ServerSocket vip = new ServerSocket(ordinary.getLocalPort() + VIP_PORT_OFFSET, 1, loopback)) {
                return vip.getLocalPort() - VIP_PORT_OFFSET;
            } catch (BindException e) {
                // That VIP port is taken; the next turn tries another pair.
            }
        }
        throw new BindException("no two free ports " + -VIP_PORT_OFFSET + " apart in " + PORT_TRIES + " tries");
    }
}
