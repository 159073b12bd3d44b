// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are what the official helper of 5.5.0 answers. */
@Tag("B-NS-01")
@Tag("B-NS-05")
class NamespaceUtilTest {
    @ParameterizedTest
    @CsvSource({
        "g, ns, ns%g, g, false, %RETRY%ns%g",
        "ns%g, ns, ns%g, g, true, %RETRY%ns%g",
        "ns%g, other, other%ns%g, ns%g, false, %RETRY%other%ns%g",
        "%RETRY%g, ns, %RETRY%ns%g, %RETRY%g, false, %RETRY%%RETRY%ns%g",
        "%RETRY%ns%g, ns, %RETRY%ns%g, %RETRY%g, true, %RETRY%%RETRY%ns%g",
        "%DLQ%g, ns, %DLQ%ns%g, %DLQ%g, false, %RETRY%%DLQ%ns%g",
        "%DLQ%ns%g, ns, %DLQ%ns%g, %DLQ%g, true, %RETRY%%DLQ%ns%g",
        "TBW102, ns, TBW102, TBW102, false, %RETRY%TBW102",
        "rmq_sys_x, ns, rmq_sys_x, rmq_sys_x, false, %RETRY%rmq_sys_x",
        "CID_RMQ_SYS_x, ns, CID_RMQ_SYS_x, CID_RMQ_SYS_x, false, %RETRY%CID_RMQ_SYS_x",
        "ns%a%b, ns, ns%a%b, a%b, true, %RETRY%ns%a%b",
        "g, '', g, g, false, %RETRY%g",
        "g, , g, g, false, %RETRY%g",
    })
    void wrapsAndUnwraps(
            String name, String namespace, String wrapped, String unwrapped, boolean already, String retry) {
        assertThat(NamespaceUtil.wrapNamespace(namespace, name)).isEqualTo(wrapped);
        assertThat(NamespaceUtil.withoutNamespace(name, namespace)).isEqualTo(unwrapped);
        assertThat(NamespaceUtil.isAlreadyWithNamespace(name, namespace)).isEqualTo(already);
        assertThat(NamespaceUtil.wrapNamespaceAndRetry(namespace, name)).isEqualTo(retry);
    }

    @ParameterizedTest
    @CsvSource({
        "g, '', g",
        "ns%g, ns, g",
        "%RETRY%ns%g, ns, %RETRY%g",
        "%RETRY%g, '', %RETRY%g",
        "%DLQ%ns%g, ns, %DLQ%g",
        "TBW102, '', TBW102",
        "CID_RMQ_SYS_x, '', CID_RMQ_SYS_x",
        "'', '', ''",
    })
    void findsTheNamespaceThatANameHas(String name, String namespace, String without) {
        assertThat(NamespaceUtil.getNamespaceFromResource(name)).isEqualTo(namespace);
        assertThat(NamespaceUtil.withoutNamespace(name)).isEqualTo(without);
    }

    @Test
    void knowsTopicsOfGroups() {
        assertThat(NamespaceUtil.isRetryTopic("%RETRY%g")).isTrue();
        assertThat(NamespaceUtil.isRetryTopic("g")).isFalse();
        assertThat(NamespaceUtil.isDLQTopic("%DLQ%g")).isTrue();
        assertThat(NamespaceUtil.isDLQTopic(null)).isFalse();
        assertThat(NamespaceUtil.withOutRetryAndDLQ("%DLQ%ns%g")).isEqualTo("ns%g");
    }

    @Test
    void nullStaysNull() {
        assertThat(NamespaceUtil.withoutNamespace(null)).isNull();
        assertThat(NamespaceUtil.withoutNamespace(null, "ns")).isNull();
        assertThat(NamespaceUtil.wrapNamespace("ns", null)).isNull();
        assertThat(NamespaceUtil.wrapNamespaceAndRetry("ns", null)).isNull();
        assertThat(NamespaceUtil.wrapNamespaceAndRetry("ns", "")).isNull();
        assertThat(NamespaceUtil.isAlreadyWithNamespace(null, "ns")).isFalse();
        assertThat(NamespaceUtil.getNamespaceFromResource(null)).isEmpty();
    }
}
