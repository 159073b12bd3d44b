// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {
    @ParameterizedTest
    @CsvSource({"t,ns%t", "%RETRY%g,%RETRY%ns%g", "%DLQ%g,%DLQ%ns%g", "nst,ns%nst", "ns,ns%ns"})
    void aNamespaceGoesInFrontAndComesOff(String plain, String wrapped) {
        assertThat(Namespaces.wrap("ns", plain)).isEqualTo(wrapped);
        assertThat(Namespaces.wrap("ns", wrapped)).isEqualTo(wrapped);
        assertThat(Namespaces.unwrap("ns", wrapped)).isEqualTo(plain);
        assertThat(Namespaces.unwrap("ns", plain)).isEqualTo(plain);
        assertThat(Namespaces.unwrap("other", wrapped)).isEqualTo(wrapped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TBW102", "RMQ_SYS_TRACE_TOPIC", "rmq_sys_TRACE_DATA_x", "CID_RMQ_SYS_x", ""})
    void systemNamesStayAsTheyAre(String name) {
        assertThat(Namespaces.wrap("ns", name)).isEqualTo(name);
        assertThat(Namespaces.unwrap("ns", name)).isEqualTo(name);
    }

    @Test
    void withoutANamespaceNamesStayAsTheyAre() {
        assertThat(Namespaces.wrap(null, "t")).isEqualTo("t");
        assertThat(Namespaces.wrap("", "t")).isEqualTo("t");
        assertThat(Namespaces.unwrap(null, "ns%t")).isEqualTo("ns%t");
        assertThat(Namespaces.unwrap("", "%t")).isEqualTo("%t");
    }

    @Test
    void someNameServerAddressesTellTheNamespace() {
        assertThat(Namespaces.ofNameServerAddress("http://MQ_INST_123_abc.region.example:8080"))
                .isEqualTo("MQ_INST_123_abc");
        assertThat(Namespaces.ofNameServerAddress("MQ_INST_123_abc.region.example"))
                .isEqualTo("MQ_INST_123_abc");
        assertThat(Namespaces.ofNameServerAddress("MQ_INST_123.region.example")).isNull();
        assertThat(Namespaces.ofNameServerAddress("127.0.0.1:9876")).isNull();
    }

    @Test
    void someTopicsAreNotForClients() {
        assertThat(SystemTopics.isForbiddenToSend(SystemTopics.HALF)).isTrue();
        assertThat(SystemTopics.isForbiddenToSend(SystemTopics.TEMPLATE)).isFalse();
        assertThat(SystemTopics.isSystem(SystemTopics.TEMPLATE)).isTrue();
        assertThat(SystemTopics.isSystem("orders")).isFalse();
    }
}
