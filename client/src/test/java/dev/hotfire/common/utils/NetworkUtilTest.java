// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.utils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.ClientConfig;
import dev.hotfire.remoting.common.RemotingUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class NetworkUtilTest {
    @Test
    void aClientIsNamedAfterTheLocalAddress() throws Exception {
        String address = NetworkUtil.getLocalAddress();
        assertThat(NetworkUtil.denormalizeHostAddress(address)).isEqualTo(new ClientConfig().getClientIP());
        assertThat(RemotingUtil.getLocalAddress()).isEqualTo(address);
        assertThat(NetworkUtil.getLocalInetAddress().getHostAddress())
                .isEqualTo(NetworkUtil.denormalizeHostAddress(address));
        assertThat(NetworkUtil.getLocalInetAddressList()).contains(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @Test
    void addressesOfIpv6StandInBrackets() throws Exception {
        InetAddress six = InetAddress.getByName("2001:db8::7");
        assertThat(NetworkUtil.normalizeHostAddress(six)).isEqualTo("[2001:db8:0:0:0:0:0:7]");
        assertThat(RemotingUtil.normalizeHostAddress(six)).isEqualTo("[2001:db8:0:0:0:0:0:7]");
        assertThat(NetworkUtil.denormalizeHostAddress("[2001:db8::7]")).isEqualTo("2001:db8::7");
        assertThat(NetworkUtil.normalizeHostAddress(InetAddress.getByName("192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(NetworkUtil.denormalizeHostAddress("192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void addressesAreTextInBothDirections() {
        assertThat(NetworkUtil.string2SocketAddress("192.0.2.7:10911"))
                .isEqualTo(new InetSocketAddress("192.0.2.7", 10_911));
        assertThat(NetworkUtil.convert2IpString("192.0.2.7:10911")).isEqualTo("192.0.2.7:10911");
        assertThat(RemotingUtil.convert2IpString("192.0.2.7:10911")).isEqualTo("192.0.2.7:10911");
        assertThat(NetworkUtil.socketAddress2String(InetSocketAddress.createUnresolved("broker.example", 1)))
                .isEqualTo("broker.example:1");
        assertThat(RemotingUtil.socketAddress2String(RemotingUtil.string2SocketAddress("192.0.2.8:1")))
                .isEqualTo("192.0.2.8:1");
    }

    @Test
    void oneSystemAtMostIsThisOne() {
        assertThat(NetworkUtil.isLinuxPlatform() && NetworkUtil.isWindowsPlatform())
                .isFalse();
        assertThat(NetworkUtil.isLinuxPlatform()).isEqualTo(NetworkUtil.OS_NAME.contains("Linux"));
        assertThat(RemotingUtil.isLinuxPlatform()).isEqualTo(NetworkUtil.isLinuxPlatform());
        assertThat(RemotingUtil.isWindowsPlatform()).isEqualTo(NetworkUtil.isWindowsPlatform());
    }

    @Test
    void requestsAreToldApart() {
        assertThat(CorrelationIdUtil.createCorrelationId())
                .isNotBlank()
                .isNotEqualTo(CorrelationIdUtil.createCorrelationId());
    }
}
