// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "broker.example:1, broker.example, 1",
        "192.0.2.1:65535, 192.0.2.1, 65535",
        "[2001:db8::1]:9876, 2001:db8::1, 9876",
        "[plain]:9876, plain, 9876",
    })
    void isReadFromText(String text, String host, int port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @CsvSource({"broker.example:1", "192.0.2.1:65535", "[2001:db8::1]:9876", "[::1]:80"})
    void isWrittenAsItIsRead(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":9876", " :9876", "[]:1", "host:", "host:x", "host:1x"})
    void whatIsNoAddressIsNamed(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: '" + text + "' (expected: host:port)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::1:9876", "[2001:db8::1:9876", "2001:db8::1]:9876", "[::1]"})
    void anIpv6AddressIsInBrackets(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("in brackets");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aPortIsFrom1To65535(int port) {
        assertThatThrownBy(() -> new Address("host", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: " + port + " (expected: 1 to 65535)");
        assertThatThrownBy(() -> Address.parse("host:" + port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 65535");
    }

    @Test
    void aHostIsNotBlank() {
        assertThatThrownBy(() -> new Address(" ", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host: ' '");
    }
}
