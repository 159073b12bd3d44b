// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAddressTest {
    @ParameterizedTest
    @CsvSource({
        // Public IPv4 before everything else, wherever it stands.
        "10.0.0.1 192.0.2.7 2001:db8::1 198.51.100.1, 192.0.2.7",
        // The last private one, if there is no public one.
        "10.0.0.1 2001:db8::1 192.168.1.2, 192.168.1.2",
        "2001:db8::1 172.16.0.1, 172.16.0.1",
        // IPv6 only where there is no IPv4.
        "2001:db8::1 2001:db8::2, 2001:db8::1",
        // What leads nowhere does not count.
        "127.0.0.1 169.254.0.1 0.0.0.0 fe80::1 ::1 10.0.0.9, 10.0.0.9",
        "127.0.0.2 fe80::1, 127.0.0.1",
    })
    @Tag("B-ID-03")
    @Tag("B-ID-04")
    void thePublicIpv4AddressIsChosenElseAPrivateOneElseOneOfIpv6(String addresses, String chosen) {
        InetAddress choice = LocalAddress.choose(Arrays.stream(addresses.split(" "))
                .map(NetUtil::createInetAddressFromIpAddressString)
                .toList());
        assertThat(NetUtil.toAddressString(choice)).isEqualTo(chosen);
    }

    @Test
    @Tag("B-ID-03")
    void thisComputerHasOne() {
        assertThat(NetUtil.createByteArrayFromIpAddressString(LocalAddress.find()))
                .isNotNull();
    }
}
