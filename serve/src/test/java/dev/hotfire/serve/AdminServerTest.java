// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The interface as a script uses it: what can be seen and done, and what is said to those who ask for nonsense. */
final class AdminServerTest {
    private final FakeCluster cluster = FakeCluster.builder()
            .nameServers(2)
            .brokers("broker-a", "broker-b")
            .slaves(1)
            .topic("orders", 4)
            .start();
    private final AdminServer admin = AdminServer.start(cluster);
    private final Http http = new Http(admin.url());

    @AfterEach
    void close() {
        admin.close();
        cluster.close();
    }

    private void send(String... bodies) throws Exception {
        ProducerConfig config = ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .build();
        try (Producer producer = Hotfire.start(config)) {
            for (String body : bodies) {
                producer.send(Message.of("orders", body.getBytes(UTF_8)));
            }
        }
    }

    @Test
    void showsTheClusterAsItIs() {
        Http.Reply reply = http.get("/cluster");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.<String>at("nameServerAddresses")).isEqualTo(cluster.nameServerAddresses());
        assertThat(reply.<String>at("brokers.0.name")).isEqualTo("broker-a");
        assertThat(reply.<String>at("brokers.0.address"))
                .isEqualTo(cluster.broker("broker-a").address().toString());
        assertThat(reply.<String>at("brokers.1.role")).isEqualTo("slave");
        assertThat(reply.<List<String>>at("brokers.0.listedBy")).containsExactly("namesrv-1", "namesrv-2");
        assertThat(reply.<String>at("nameServers.1.state")).isEqualTo("running");
        assertThat(http.get("/topics/orders").<Integer>at("brokers.0.writeQueues"))
                .isEqualTo(4);
    }

    @Test
    void everyActionOnABrokerHasItsEffect() {
        assertThat(http.post("/brokers/broker-a/pause", "").<String>at("state")).isEqualTo("paused");
        assertThat(cluster.broker("broker-a").state()).isEqualTo(ServerState.PAUSED);
        assertThat(http.post("/brokers/broker-a/resume", "").<String>at("state"))
                .isEqualTo("running");
        assertThat(http.post("/brokers/broker-a/crash", "").<String>at("state")).isEqualTo("crashed");
        assertThat(http.post("/brokers/broker-a/restart", "").<String>at("state"))
                .isEqualTo("running");
        assertThat(http.post("/brokers/broker-a/power-off", "").<String>at("state"))
                .isEqualTo("powered-off");
        String before = cluster.broker("broker-a").address().toString();
        assertThat(http.post("/brokers/broker-a/move", "").<String>at("address"))
                .isNotEqualTo(before);
        assertThat(http.post("/brokers/broker-a/hide", "{\"nameServer\":\"namesrv-2\"}")
                        .<List<String>>at("listedBy"))
                .containsExactly("namesrv-1");
        assertThat(http.post("/brokers/broker-a/hide", "").<List<String>>at("listedBy"))
                .isEmpty();
        assertThat(http.post("/brokers/broker-a/list", "").<List<String>>at("listedBy"))
                .hasSize(2);
        assertThat(http.post("/brokers/broker-a/read-only", "").<Boolean>at("readOnly"))
                .isTrue();
        assertThat(cluster.broker("broker-a").topics().get("orders").perm()).isEqualTo(4);
        assertThat(http.post("/brokers/broker-a/read-write", "").<Boolean>at("readOnly"))
                .isFalse();
        assertThat(http.post("/brokers/broker-a/fail-over", "").<String>at("role"))
                .isEqualTo("slave");
        assertThat(http.post("/brokers/broker-a-slave-1/shutdown", "{\"drain\":\"0s\"}")
                        .status())
                .isEqualTo(200);
        assertThat(cluster.broker("broker-a-slave-1").state()).isIn(ServerState.SHUTTING_DOWN, ServerState.STOPPED);
        // The answer doesn't wait for the end of the drain; a second wish for the same does.
        cluster.broker("broker-a-slave-1")
                .shutdownGracefullyAsync(Duration.ofMinutes(1))
                .join();
        assertThat(cluster.broker("broker-a-slave-1").state()).isEqualTo(ServerState.STOPPED);
        http.post("/brokers/broker-b/add-slave", "");
        assertThat(cluster.broker("broker-b-slave-2").isMaster()).isFalse();
    }

    @Test
    void aNewBrokerHasTheTopics() {
        Http.Reply reply = http.post("/brokers", "{\"name\":\"broker-c\"}");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.<String>at("state")).isEqualTo("running");
        assertThat(cluster.broker("broker-c").topics()).containsKey("orders");
        assertThat(http.post("/brokers", "{\"name\":\"broker-c\"}").status()).isEqualTo(400);
        assertThat(http.post("/brokers", "{\"name\":\"no such / name\"}").<String>at("detail"))
                .contains("no such / name")
                .contains("expected: letters");
    }

    @Test
    void everyActionOnANameServerHasItsEffect() {
        assertThat(http.post("/name-servers/namesrv-1/crash", "").<String>at("state"))
                .isEqualTo("crashed");
        assertThat(http.post("/name-servers/namesrv-1/restart", "").<String>at("state"))
                .isEqualTo("running");
        assertThat(http.post("/name-servers/namesrv-1/pause", "").<String>at("state"))
                .isEqualTo("paused");
        assertThat(http.post("/name-servers/namesrv-1/pause", "").status()).isEqualTo(409);
        assertThat(http.post("/name-servers/namesrv-1/resume", "").<String>at("state"))
                .isEqualTo("running");
        assertThat(http.post("/name-servers/namesrv-1/not-ready", "").status()).isEqualTo(200);
        assertThat(http.post("/name-servers/namesrv-1/ready", "").status()).isEqualTo(200);
        assertThat(http.get("/name-servers/namesrv-3").status()).isEqualTo(404);
    }

    @Test
    void topicsAreMadeChangedAndRemoved() {
        assertThat(http.post("/topics", "{\"name\":\"payments\",\"queues\":2}").status())
                .isEqualTo(201);
        assertThat(cluster.broker("broker-b").topics().get("payments").writeQueueNums())
                .isEqualTo(2);
        assertThat(http.post("/topics", "{\"name\":\"payments\"}").status()).isEqualTo(409);
        String change = "{\"broker\":\"broker-a\",\"writeQueues\":1,\"permission\":\"read-only\"}";
        Http.Reply changed = http.send("PATCH", "/topics/payments", change);
        assertThat(changed.<Map<String, Object>>at("brokers.0"))
                .isEqualTo(
                        Map.of("brokerName", "broker-a", "readQueues", 2, "writeQueues", 1, "permission", "read-only"));
        assertThat(changed.<String>at("brokers.1.permission")).isEqualTo("read-write");
        assertThat(http.send("DELETE", "/topics/payments", null).status()).isEqualTo(204);
        assertThat(http.get("/topics/payments").status()).isEqualTo(404);
        assertThat(cluster.broker("broker-a").topics()).doesNotContainKey("payments");
    }

    @Test
    void aTopicsMessagesCanBeRead() throws Exception {
        send("one", "two", "three");
        Http.Reply reply = http.get("/topics/orders/messages?limit=2");
        assertThat(reply.<Integer>at("found")).isEqualTo(3);
        assertThat(reply.<List<?>>at("messages")).hasSize(2);
        Http.Reply rest = http.get("/topics/orders/messages?skip=2");
        assertThat(List.of(
                        reply.<String>at("messages.0.body"),
                        reply.<String>at("messages.1.body"),
                        rest.<String>at("messages.0.body")))
                .containsExactlyInAnyOrder("one", "two", "three");
        assertThat(http.get("/topics/orders/messages?broker=nobody").<String>at("detail"))
                .isEqualTo("broker: 'nobody' (expected: one of [broker-a, broker-b])");
    }

    @Test
    void theJournalIsReadInPages() throws Exception {
        send("one", "two", "three");
        Http.Reply first = http.get("/journal?request=sends&limit=2&content=true");
        assertThat(first.<Integer>at("found")).isEqualTo(3);
        assertThat(first.<String>at("entries.0.outcome")).isEqualTo("SUCCESS");
        assertThat(first.<String>at("entries.0.body")).isEqualTo("one");
        Http.Reply second = http.get("/journal?request=sends&since=" + first.at("next"));
        assertThat(second.<List<?>>at("entries")).hasSize(1);
        assertThat(http.get("/journal?request=sends&newest=true&limit=1").<Object>at("entries.0.sequence"))
                .isEqualTo(second.<Object>at("entries.0.sequence"));
        assertThat(http.get("/journal?request=GET_ROUTEINFO_BY_TOPIC&topic=orders")
                        .<List<?>>at("entries"))
                .isNotEmpty();
        assertThat(http.send("DELETE", "/journal", null).status()).isEqualTo(204);
        assertThat(http.get("/journal?topic=orders").<List<?>>at("entries")).isEmpty();
    }

    @Test
    void routesAreShownAsEachNameServerTellsThem() {
        cluster.unlist("broker-b", 1);
        Http.Reply reply = http.get("/routes?topic=orders");
        assertThat(reply.<List<?>>at("0.topics.0.queues")).hasSize(2);
        assertThat(reply.<List<?>>at("1.topics.0.queues")).hasSize(2);
        cluster.unlist("broker-b-slave-1", 1);
        assertThat(http.get("/routes?nameServer=namesrv-2").<List<?>>at("0.topics.0.queues"))
                .hasSize(1);
        assertThat(http.get("/routes?nameServer=x").<String>at("detail"))
                .isEqualTo("nameServer: 'x' (expected: one of [namesrv-1, namesrv-2])");
    }

    @Test
    void rulesAreArmedListedAndCleared() throws Exception {
        Http.Reply armed = http.post(
                "/rules",
                "[{\"on\": \"send\", \"topic\": \"orders\", \"first\": 1, \"fault\": {\"answer\": \"SYSTEM_BUSY\"}},"
                        + " {\"server\": \"broker-b\", \"group\": \"nobody\", \"for\": \"1h\", \"fault\": \"silent\"}]");
        assertThat(armed.status()).as(armed.text()).isEqualTo(201);
        send("one");
        Http.Reply list = http.get("/rules");
        assertThat(list.<Integer>at("0.id")).isEqualTo(armed.<Integer>at("0.id"));
        assertThat(list.<Integer>at("0.firings")).isEqualTo(1);
        assertThat(list.<Integer>at("0.matches")).isEqualTo(2);
        assertThat(list.<Map<String, Object>>at("1.rule"))
                .containsAllEntriesOf(Map.of("server", "broker-b", "group", "nobody", "for", "1h", "fault", "silent"));
        assertThat(java.time.Instant.parse(list.at("1.expires")))
                .isEqualTo(java.time.Instant.parse(list.at("1.armed")).plusSeconds(3_600));
        int second = list.at("1.id");
        List<Map<String, Object>> misses =
                http.get("/rules/" + second + "/near-misses").at("0.mismatches");
        assertThat(misses).contains(Map.of("field", "group", "wanted", "nobody", "found", "pg-orders"));
        assertThat(http.send("DELETE", "/rules/" + second, null).status()).isEqualTo(204);
        assertThat(http.get("/rules/" + second).status()).isEqualTo(404);
        assertThat(http.send("DELETE", "/rules", null).status()).isEqualTo(204);
        assertThat(cluster.rules().armed()).isEmpty();
    }

    @Test
    void aParkedRequestIsReleased() throws Exception {
        int id = http.post("/rules", "{\"first\": 1, \"fault\": \"park\"}").at("0.id");
        Thread sender = new Thread(() -> {
            try {
                send("one");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        cluster.rules().armed(id).orElseThrow().awaitParked(java.time.Duration.ofSeconds(30));
        assertThat(http.get("/rules/" + id).<Integer>at("parked")).isEqualTo(1);
        assertThat(http.post("/rules/" + id + "/release", "").<Integer>at("released"))
                .isEqualTo(1);
        sender.join();
        assertThat(cluster.stored("orders")).isNotEmpty();
    }

    @Test
    void metricsCountWhatHappened() throws Exception {
        send("one", "two");
        cluster.broker("broker-b-slave-1").crash();
        assertThat(http.get("/metrics").text())
                .contains("# TYPE hotfire_requests_total counter\n")
                .containsPattern("hotfire_requests_total\\{server=\"broker-[ab]\",request=\"SEND_MESSAGE_V2\","
                        + "outcome=\"SUCCESS\"} [12]\n")
                .contains("hotfire_server_up{server=\"broker-b-slave-1\"} 0\n")
                .contains("hotfire_server_up{server=\"namesrv-1\"} 1\n");
    }

    @Test
    void theLedgerTellsWhatBecameOfEachMessage() throws Exception {
        http.post("/rules", "{on: send, first: 1, fault: store-then-close}");
        send("a", "b");
        Http.Reply ledger = http.get("/ledger");
        assertThat(ledger.<Map<String, Object>>at("messages"))
                .containsEntry("accepted", 2)
                .containsEntry("stored", 2)
                .containsEntry("acknowledged", 2)
                .containsEntry("lost", 0)
                .containsEntry("duplicated", 1)
                .containsEntry("retried", 1)
                .containsEntry("disorders", 0);
        assertThat(ledger.<Integer>at("unanswered")).isEqualTo(1);
    }

    @Test
    void theClockOfBrokersGoesForward() {
        assertThat(http.post("/clock", "{\"advance\":\"2h\"}").status()).isEqualTo(204);
        assertThat(http.post("/clock", "{\"advance\":\"soon\"}").<String>at("detail"))
                .startsWith("body:1:12: ")
                .contains("soon");
    }

    // ---- what makes no sense ----

    @Test
    void aRuleThatIsNoneIsRefusedWithItsPlace() {
        assertThat(detailOf(400, http.post("/rules", "{\"fault\": \"explode\"}")))
                .startsWith("body:1:11: unknown fault 'explode' (expected: ");
        assertThat(detailOf(400, http.post("/rules", "{\"server\": \"broker-x\", \"fault\": \"silent\"}")))
                .contains("broker-x")
                .contains("broker-a");
        assertThat(detailOf(400, http.post("/rules", ""))).contains("expected");
        assertThat(cluster.rules().armed()).isEmpty();
    }

    @Test
    void badInputIsRefusedWithTheValueAndTheExpectation() {
        assertThat(detailOf(400, http.get("/journal?limit=0")))
                .isEqualTo("limit: '0' (expected: a whole number, 1 to 1000)");
        assertThat(detailOf(400, http.get("/journal?limits=1")))
                .startsWith("parameter: 'limits' (expected: one of since,");
        assertThat(detailOf(400, http.get("/journal?limit=1&limit=2")))
                .isEqualTo("limit: '[1, 2]' (expected: one value)");
        assertThat(detailOf(400, http.post("/topics", "{\"name\":\"a\",\"queues\":-1}")))
                .startsWith("body:1:22: ")
                .contains("-1")
                .contains("1 to 65536");
        assertThat(detailOf(400, http.post("/topics", "{\"name\":\"a\",\"queus\":1}")))
                .startsWith("body:1:13: unknown field 'queus' (expected: ");
        assertThat(detailOf(400, http.post("/topics", "{\"queues\":1}")))
                .contains("without 'name' (expected: the field 'name')");
        assertThat(detailOf(400, http.post("/topics", "{\"name\":")))
                .startsWith("body:1:")
                .endsWith("(expected: YAML)");
        assertThat(detailOf(400, http.post("/topics", "[1]")))
                .startsWith("body:1:1: a list (expected: a mapping in JSON or YAML");
        assertThat(detailOf(400, http.post("/topics", "[".repeat(20_000))))
                .startsWith("body:1:51: more than 50 levels");
        assertThat(detailOf(404, http.post("/brokers/broker-a/explode", "")))
                .startsWith("action: 'explode' (expected: one of crash, power-off,");
        assertThat(detailOf(404, http.get("/brokers/nobody")))
                .isEqualTo(
                        "broker: 'nobody' (expected: one of [broker-a, broker-a-slave-1, broker-b, broker-b-slave-1])");
        assertThat(detailOf(404, http.get("/nowhere")))
                .isEqualTo("path: '/nowhere' (expected: a path that /openapi.yaml names)");
        Http.Reply method = http.send("PUT", "/topics", "{}");
        assertThat(detailOf(405, method)).isEqualTo("method: 'PUT' on /topics (expected: GET, POST)");
        assertThat(method.header("Allow")).isEqualTo("GET, POST");
        assertThat(detailOf(413, http.post("/topics", "x".repeat(300_000)))).contains("262144");
    }

    private static String detailOf(int status, Http.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.<Integer>at("status")).isEqualTo(status);
        return reply.at("detail");
    }
}
