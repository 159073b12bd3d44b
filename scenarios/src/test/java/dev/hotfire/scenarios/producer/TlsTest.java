// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TlsConfig;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.ThrowawayCertificate;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted connections, over sockets, with certificates made for the occasion. */
class TlsTest {
    /** For sends that must succeed, however busy the machine is. */
    private static final Duration LONG = Duration.ofSeconds(60);

    /** For sends that are to fail in the end, which they do only when their time is over if there is no route. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    private static Path folder;

    /** For the address that the fakes listen on. */
    private static ThrowawayCertificate right;

    /** For another address. */
    private static ThrowawayCertificate misplaced;

    @BeforeAll
    static void makeCertificates() throws Exception {
        right = ThrowawayCertificate.create(folder, "right", "127.0.0.1", "localhost");
        misplaced = ThrowawayCertificate.create(folder, "misplaced", "broker.example");
    }

    private static FakeCluster cluster(SslContext tls) {
        return FakeCluster.builder().topic("orders", 4).tls(tls).start();
    }

    private static Producer producer(FakeCluster cluster, Duration timeout, TlsConfig tls) {
        return Hotfire.start(ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .sendTimeout(timeout)
                .tls(tls)
                .build());
    }

    private static TlsConfig.Builder trusting(ThrowawayCertificate certificate) {
        return TlsConfig.builder().trustCertificates(certificate.certificate());
    }

    private static void assertSendWorks(FakeCluster cluster, TlsConfig tls) throws Exception {
        try (Producer producer = producer(cluster, LONG, tls)) {
            SendResult result = producer.send(Message.of("orders", new byte[] {1}));
            assertThat(cluster.storedWithUniqueKey(result.messageId())).hasSize(1);
        }
    }

    private static SendException assertSendFails(FakeCluster cluster, TlsConfig tls) {
        try (Producer producer = producer(cluster, SHORT, tls)) {
            SendException failure = catchThrowableOfType(
                    SendException.class, () -> producer.send(Message.of("orders", new byte[] {1})));
            assertThat(failure).isNotNull();
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(cluster.stored("orders")).isEmpty();
            return failure;
        }
    }

    /** What traces travel on is the producer's own, so all that was said about encryption holds for them. */
    @Test
    @Tag("B-TLS-03")
    void tracesTravelAsSendsDo() throws Exception {
        try (FakeCluster cluster = FakeCluster.builder()
                .topic("orders", 4)
                .topic("RMQ_SYS_TRACE_TOPIC", 1)
                .tls(right.server())
                .start()) {
            try (Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                    .nameServers(cluster.nameServerAddresses())
                    .sendTimeout(LONG)
                    .trace(true)
                    .tls(trusting(right).build())
                    .build())) {
                producer.send(Message.of("orders", new byte[] {1}));
            }
            assertThat(cluster.stored("RMQ_SYS_TRACE_TOPIC")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sendsToAServerThatHasTheRightCertificate(String protocol) throws Exception {
        try (FakeCluster cluster = cluster(right.server())) {
            assertSendWorks(cluster, trusting(right).protocols(protocol).build());
        }
    }

    /**
     * Many frames share a TLS record, and each frame is kept for its send's next attempt: encryption must take it as it is
     * and leave it so.
     */
    @Test
    void whatIsSentAgainIsWhatWasSentBefore() throws Exception {
        try (FakeCluster cluster = cluster(right.server());
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers(cluster.nameServerAddresses())
                        .sendTimeout(LONG)
                        .asyncRetries(20)
                        .tls(trusting(right).build())
                        .build())) {
            producer.send(Message.of("orders", "first".getBytes(StandardCharsets.UTF_8)));
            cluster.rules().add(FaultRule.onSends().first(150).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            List<String> bodies = new ArrayList<>(List.of("first"));
            for (int i = 0; i < 100; i++) {
                bodies.add("body " + i + " of " + "x".repeat(i));
                sends.add(producer.sendAsync(
                        Message.of("orders", bodies.get(i + 1).getBytes(StandardCharsets.UTF_8))));
            }
            for (CompletableFuture<SendResult> send : sends) {
                send.join();
            }
            assertThat(cluster.stored("orders").stream()
                            .map(StoredMessage::body)
                            .map(body -> new String(body, StandardCharsets.UTF_8)))
                    .containsExactlyInAnyOrderElementsOf(bodies);
        }
    }

    /** B-TLS-01. The official client trusts any certificate unless told otherwise. */
    @Test
    @Tag("B-TLS-01")
    void aServerThatNobodyVouchesForIsNotBelieved() throws Exception {
        try (FakeCluster cluster = cluster(right.server())) {
            assertThat(assertSendFails(cluster, TlsConfig.builder().build()))
                    .hasMessageContaining("TLS handshake")
                    .hasMessageContaining("PKIX");
            assertThat(assertSendFails(cluster, trusting(misplaced).build())).hasMessageContaining("TLS handshake");
            assertThat(cluster.journal().entries()).isEmpty();
        }
    }

    /** B-TLS-01. */
    @Test
    @Tag("B-TLS-01")
    void aCertificateForAnotherHostIsNotBelievedUnlessAskedFor() throws Exception {
        try (FakeCluster cluster = cluster(misplaced.server())) {
            assertThat(assertSendFails(cluster, trusting(misplaced).build()))
                    .hasMessageContaining("TLS handshake")
                    .hasMessageContaining("127.0.0.1");
            assertSendWorks(cluster, trusting(misplaced).anyHostName().build());
        }
        try (FakeCluster cluster = cluster(right.server())) {
            assertSendFails(cluster, trusting(misplaced).anyHostName().build());
        }
    }

    @Test
    @Tag("B-TLS-01")
    void anybodyIsBelievedOnlyIfAskedForByName() throws Exception {
        try (FakeCluster cluster = cluster(misplaced.server())) {
            assertSendWorks(cluster, TlsConfig.builder().insecure().build());
        }
        assertThatThrownBy(() -> trusting(right).insecure().build()).isInstanceOf(IllegalArgumentException.class);
    }

    /** T28: a broker whose handshake fails has definitely not stored anything. */
    @Test
    void aHandshakeThatFailsIsADefiniteNo() throws Exception {
        try (FakeCluster good = cluster(right.server());
                FakeCluster bad = cluster(misplaced.server());
                Producer producer = producer(good, SHORT, trusting(right).build())) {
            good.nameServer(0).view(bad.nameServer(0).view());
            SendException failure = catchThrowableOfType(
                    SendException.class, () -> producer.send(Message.of("orders", new byte[] {1})));
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(failure.attempts()).hasSize(3).allSatisfy(attempt -> {
                assertThat(attempt.outcome()).isInstanceOf(AttemptOutcome.Refused.class);
                assertThat(attempt.outcome().failure()).contains("10001", "TLS handshake with 127.0.0.1:", "PKIX");
            });
            assertThat(bad.journal().entries()).isEmpty();
        }
    }

    /** T28: the kernel takes the connection, and nobody ever answers the handshake. */
    @Test
    void aHandshakeThatStallsEndsWithTheTimeForConnecting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers("127.0.0.1:" + silent.getLocalPort())
                        .sendTimeout(SHORT)
                        .connectTimeout(Duration.ofMillis(200))
                        .tls(trusting(right).build())
                        .build())) {
            assertThatThrownBy(() -> producer.send(Message.of("orders", new byte[] {1})))
                    .isInstanceOf(SendException.class)
                    .hasMessageContaining("TLS handshake with 127.0.0.1:")
                    .hasMessageContaining("timed out after");
        }
    }

    /**
     * B-TLS-02. The official client goes on without encryption when it can't set it up. Here the producer does not start,
     * and never says a word in plain text to a server that has no TLS.
     */
    @Test
    @Tag("B-TLS-02")
    void nothingFallsBackToPlainText() throws Exception {
        Path nothing = folder.resolve("nothing.crt");
        Path garbage = Files.writeString(folder.resolve("garbage.crt"), "no certificate");
        for (TlsConfig unusable : List.of(
                TlsConfig.builder().trustCertificates(nothing).build(),
                TlsConfig.builder().trustCertificates(garbage).build(),
                trusting(right).identity(garbage, right.key(), null).build(),
                trusting(right).protocols("TLSv0.9").build(),
                trusting(right).ciphers("TLS_NONE").build())) {
            assertThatThrownBy(() -> Hotfire.start(ProducerConfig.builder("pg-orders")
                            .nameServers("127.0.0.1:9876")
                            .tls(unusable)
                            .build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("tls: ");
        }
        try (FakeCluster plain = FakeCluster.builder().topic("orders", 4).start()) {
            assertThat(assertSendFails(plain, trusting(right).build())).hasMessageContaining("TLS handshake");
            assertThat(plain.journal().entries()).isEmpty();
        }
    }

    /** W-18.4: the first byte tells, as with an official server in its mode "permissive". */
    @Test
    void theFakesTakePlainConnectionsBesideEncryptedOnes() throws Exception {
        try (FakeCluster cluster = cluster(right.server());
                Producer plain = Hotfire.start(ProducerConfig.builder("pg-plain")
                        .nameServers(cluster.nameServerAddresses())
                        .sendTimeout(LONG)
                        .build())) {
            plain.send(Message.of("orders", new byte[] {1}));
            assertSendWorks(cluster, trusting(right).build());
            assertThatThrownBy(plain::reloadTls).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Tag("B-TLS-01")
    void aProducerShowsItsOwnCertificateToServersThatAsk() throws Exception {
        ThrowawayCertificate client = ThrowawayCertificate.create(folder, "client");
        Path encrypted = encrypted(client.key(), "hush-hush");
        try (FakeCluster cluster = cluster(right.serverFor(client))) {
            assertSendFails(cluster, trusting(right).build());
            assertSendFails(
                    cluster,
                    trusting(right)
                            .identity(misplaced.certificate(), misplaced.key(), null)
                            .build());
            TlsConfig known = trusting(right)
                    .identity(client.certificate(), encrypted, "hush-hush")
                    .build();
            assertThat(known.toString()).doesNotContain("hush-hush");
            assertSendWorks(cluster, known);
        }
    }

    @Test
    void reloadingTakesUpRenewedCertificates() throws Exception {
        Path trusted = Files.copy(misplaced.certificate(), folder.resolve("trusted.crt"));
        TlsConfig tls = TlsConfig.builder().trustCertificates(trusted).build();
        try (FakeCluster cluster = cluster(right.server());
                Producer producer = producer(cluster, LONG, tls)) {
            // Fails for now, and goes on trying; with what was reloaded it finds its way.
            CompletableFuture<SendResult> early = producer.sendAsync(Message.of("orders", new byte[] {1}));
            Files.copy(right.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
            producer.reloadTls();
            early.join();
            Files.writeString(trusted, "half written");
            assertThatThrownBy(producer::reloadTls).isInstanceOf(IllegalArgumentException.class);
            cluster.broker("broker-a").server().connections().forEach(connection -> connection.reset());
            producer.send(Message.of("orders", new byte[] {2}));
            assertThat(cluster.stored("orders")).hasSize(2);
        }
    }

    private static Path encrypted(Path key, String password) throws Exception {
        String pem = Files.readString(key);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] encrypted = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(der)).getEncoded();
        return Files.writeString(
                folder.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encrypted)
                        + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    }
}
