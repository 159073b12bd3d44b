// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.testkit.FakeCluster;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. Over a socket, because HTTP clients set Host and Origin themselves. */
final class GuardTest {
    private final FakeCluster cluster = FakeCluster.builder().start();
    private final AdminServer admin = AdminServer.start(cluster);

    @AfterEach
    void close() {
        admin.close();
        cluster.close();
    }

    private static String statusOf(AdminServer server, String line, String... headers) throws IOException {
        try (RawSocket socket = new RawSocket(server.port())) {
            socket.write(line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
            return socket.readAll().lines().findFirst().orElse("").replace("HTTP/1.1 ", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:9875", "LOCALHOST:80", "[::1]:9875", "127.8.9.1"})
    void namesOfLoopbackAreTaken(String host) throws Exception {
        assertThat(statusOf(admin, "GET /brokers", "Host: " + host)).isEqualTo("200 OK");
    }

    /** DNS rebinding: the page's own name leads here, and only Host tells. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9875",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                ""
            })
    void otherNamesAreRefused(String host) throws Exception {
        assertThat(statusOf(admin, "GET /brokers", "Host: " + host)).isEqualTo("403 Forbidden");
        assertThat(statusOf(admin, "GET /", "Host: " + host)).isEqualTo("403 Forbidden");
    }

    @Test
    void hostMustBeThereOnce() throws Exception {
        assertThat(statusOf(admin, "GET /brokers", "X: y")).isEqualTo("400 Bad Request");
        assertThat(statusOf(admin, "GET /brokers", "Host: localhost", "Host: evil.example"))
                .isEqualTo("400 Bad Request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://localhost:1",
                "http://localhost:2",
                "http://localhost:1.evil.example"
            })
    void pagesOfOtherOriginsAreRefused(String origin) throws Exception {
        assertThat(statusOf(
                        admin,
                        "POST /brokers/broker-a/crash",
                        "Host: localhost:1",
                        "Content-Length: 0",
                        "Origin: " + origin))
                .isEqualTo("403 Forbidden");
        assertThat(cluster.broker("broker-a").state()).isEqualTo(dev.hotfire.fake.server.ServerState.RUNNING);
    }

    @Test
    void ourOwnPageIsNotRefused() throws Exception {
        assertThat(statusOf(
                        admin,
                        "POST /brokers/broker-a/pause",
                        "Host: localhost:1",
                        "Content-Length: 0",
                        "Origin: http://localhost:1",
                        "Sec-Fetch-Site: same-origin"))
                .isEqualTo("200 OK");
    }

    @Test
    void otherSitesMayLinkToThePageAndFetchNothing() throws Exception {
        String[] cross = {"Host: localhost", "Sec-Fetch-Site: cross-site"};
        assertThat(statusOf(admin, "GET /", cross)).isEqualTo("200 OK");
        assertThat(statusOf(admin, "GET /journal", cross)).isEqualTo("403 Forbidden");
        assertThat(statusOf(admin, "GET /metrics", "Host: localhost", "Sec-Fetch-Site: same-site"))
                .isEqualTo("403 Forbidden");
    }

    @Test
    void noAnswerAllowsAnotherOriginToReadIt() {
        Http.Reply page = new Http(admin.url()).get("/");
        assertThat(page.header("Access-Control-Allow-Origin")).isNull();
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void whereATokenIsWantedNothingElseLetsIn() throws Exception {
        try (AdminServer guarded = AdminServer.start(cluster, "127.0.0.1", 0, "s3cret")) {
            String host = "Host: cluster.example:9875";
            assertThat(statusOf(guarded, "GET /brokers", host)).isEqualTo("401 Unauthorized");
            assertThat(statusOf(guarded, "GET /events", host)).isEqualTo("401 Unauthorized");
            assertThat(statusOf(guarded, "DELETE /journal", host)).isEqualTo("401 Unauthorized");
            assertThat(statusOf(guarded, "GET /brokers", host, "Authorization: Bearer s3cre"))
                    .isEqualTo("401 Unauthorized");
            assertThat(statusOf(guarded, "GET /brokers", host, "Authorization: Basic s3cret"))
                    .isEqualTo("401 Unauthorized");
            assertThat(statusOf(guarded, "GET /brokers", host, "Authorization: Bearer s3cret"))
                    .isEqualTo("200 OK");
            assertThat(statusOf(
                            guarded,
                            "GET /brokers",
                            host,
                            "Authorization: Bearer s3cret",
                            "Origin: http://evil.example"))
                    .isEqualTo("403 Forbidden");
            assertThat(statusOf(guarded, "GET /health", host)).isEqualTo("200 OK");
            assertThat(statusOf(guarded, "GET /", host)).isEqualTo("200 OK");
        }
    }

    @Test
    void outsideOfLoopbackATokenIsAMust() {
        assertThatThrownBy(() -> AdminServer.start(cluster, "0.0.0.0", 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token: null (expected: one");
    }
}
