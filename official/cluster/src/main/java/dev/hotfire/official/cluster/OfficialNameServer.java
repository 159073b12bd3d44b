// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/** One official name server on a free loopback port. */
final class OfficialNameServer {
    private final NamesrvController controller;

    private OfficialNameServer(NamesrvController controller) {
        this.controller = controller;
    }

    static OfficialNameServer start(ScratchFolder folder) throws Exception {
        NamesrvConfig config = new NamesrvConfig();
        config.setRocketmqHome(folder.resolve("namesrv").toString());
        config.setKvConfigPath(folder.resolve("namesrv/kvConfig.json").toString());
        config.setConfigStorePath(folder.resolve("namesrv/namesrv.properties").toString());

        NettyServerConfig server = new NettyServerConfig();
        server.setBindAddress(OfficialCluster.LOOPBACK);
        server.setListenPort(0);

        NamesrvController controller = new NamesrvController(config, server);
        if (!controller.initialize()) {
            throw new IllegalStateException("the name server refused to initialize");
        }
        controller.start();
        return new OfficialNameServer(controller);
    }

    /** Host and port; the official code writes the port it was given back into its settings. */
    String address() {
        return OfficialCluster.LOOPBACK + ":"
                + controller.getNettyServerConfig().getListenPort();
    }

    /** Whether the route of this topic leads to this broker. */
    boolean routes(String topic, String brokerName) {
        TopicRouteData route = controller.getRouteInfoManager().pickupTopicRouteData(topic);
        return route != null
                && route.getQueueDatas().stream()
                        .anyMatch(queue -> queue.getBrokerName().equals(brokerName))
                && route.getBrokerDatas().stream()
                        .anyMatch(broker -> broker.getBrokerName().equals(brokerName));
    }
}
