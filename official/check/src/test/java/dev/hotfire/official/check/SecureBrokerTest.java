// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TlsConfig;
import dev.hotfire.testkit.ThrowawayCertificate;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures, namespaces and encryption against an official cluster that checks who asks, and has a certificate. */
class SecureBrokerTest {
    private static final AclCredentials ADMITTED = new AclCredentials("AK_check", "SK_check_secret", null);

    @TempDir
    private static Path scratch;

    private static ThrowawayCertificate certificate;
    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        certificate = ThrowawayCertificate.create(scratch, "official", "127.0.0.1");
        cluster = OfficialCluster.start(
                scratch,
                "--set",
                "authenticationEnabled=true",
                "--set",
                "authenticationProvider=org.apache.rocketmq.auth.authentication.provider.DefaultAuthenticationProvider",
                "--set",
                "authenticationMetadataProvider="
                        + "org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider",
                "--set",
                "initAuthenticationUser={\"username\":\"AK_check\",\"password\":\"SK_check_secret\"}",
                "--set",
                "innerClientAuthenticationCredentials={\"accessKey\":\"inner\",\"secretKey\":\"SK_inner_secret\"}",
                "--property",
                "tls.server.mode=permissive",
                "--property",
                "tls.test.mode.enable=false",
                "--property",
                "tls.server.certPath=" + certificate.certificate(),
                "--property",
                "tls.server.keyPath=" + certificate.key());
        cluster.createTopic("secure", 4);
        cluster.createTopic("tenant%secure", 4);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ProducerConfig.Builder config() {
        return ProducerConfig.builder("pg-secure")
                .nameServers(cluster.nameServerAddress())
                // A busy machine is not what is under test here.
                .sendTimeout(Duration.ofSeconds(30));
    }

    private static Message message() {
        return Message.of("secure", new byte[] {1, 2, 3});
    }

    /** B-ACL-01. */
    @Test
    void anOfficialBrokerAcceptsOurSignatures() throws Exception {
        try (Producer producer = Hotfire.start(config().credentials(ADMITTED).build())) {
            assertThat(producer.send(message()).status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(producer.send(Message.of("secure", new byte[100_000])).status())
                    .isEqualTo(SendStatus.SEND_OK);
            assertThat(producer.sendBatch(List.of(message(), message())).status())
                    .isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** B-HOOK-09, B-NS-06: what a namespace adds to requests is signed as well. */
    @Test
    void anOfficialBrokerAcceptsTheSignatureOverANamespace() throws Exception {
        try (Producer producer = Hotfire.start(config().credentials(ADMITTED)
                .namespace(Namespace.prefix("tenant"))
                .build())) {
            SendResult result = producer.send(message());
            assertThat(result.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(result.queue().topic()).isEqualTo("secure");
        }
        try (Producer producer = Hotfire.start(config().credentials(ADMITTED)
                .namespace(Namespace.fields("tenant"))
                .build())) {
            assertThat(producer.send(message()).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** B-ACL-03. */
    @Test
    void anOfficialBrokerRefusesTheWrongKeyAndNoKey() {
        AclCredentials guess = new AclCredentials("AK_check", "a guess", null);
        SendRefusedException wrong = refused(config().credentials(guess).build());
        assertThat(wrong.responseCode()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(wrong).hasMessageContaining("check signature failed");
        SendRefusedException unsigned = refused(config().build());
        assertThat(unsigned.responseCode()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(unsigned).hasMessageContaining("username cannot be null");
    }

    private static SendRefusedException refused(ProducerConfig config) {
        try (Producer producer = Hotfire.start(config)) {
            SendRefusedException failure =
                    catchThrowableOfType(SendRefusedException.class, () -> producer.send(message()));
            assertThat(failure).isNotNull();
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            return failure;
        }
    }

    /** B-TLS-01, W-18.4: name server and broker, encrypted and verified. */
    @Test
    void sendsToOfficialServersOverVerifiedTls() throws Exception {
        TlsConfig tls =
                TlsConfig.builder().trustCertificates(certificate.certificate()).build();
        try (Producer producer =
                Hotfire.start(config().credentials(ADMITTED).tls(tls).build())) {
            assertThat(producer.send(message()).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** B-TLS-01. */
    @Test
    void doesNotBelieveAnOfficialServerWhoseCertificateNobodyVouchesFor() throws Exception {
        ThrowawayCertificate other = ThrowawayCertificate.create(scratch, "other", "127.0.0.1");
        TlsConfig tls =
                TlsConfig.builder().trustCertificates(other.certificate()).build();
        try (Producer producer = Hotfire.start(config().credentials(ADMITTED)
                .sendTimeout(Duration.ofSeconds(3))
                .tls(tls)
                .build())) {
            SendException failure = catchThrowableOfType(SendException.class, () -> producer.send(message()));
            assertThat(failure).hasMessageContaining("TLS handshake");
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        }
    }
}
