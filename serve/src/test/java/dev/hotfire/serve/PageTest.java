// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.verify.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The live page in a real browser, with a producer at work meanwhile. Skipped where no Chromium is installed. With {@code
 * -Dhotfire.pictures=FOLDER} the pictures of the documentation are taken on the way.
 */
final class PageTest {
    private FakeCluster cluster;
    private AdminServer admin;
    private Chromium browser;
    private Traffic traffic;

    @BeforeEach
    void start() throws IOException {
        Path binary = Chromium.installed();
        assumeTrue(binary != null, "no chromium or google-chrome on the PATH");
        cluster = FakeCluster.builder()
                .nameServers(2)
                .brokers("broker-a", "broker-b", "broker-c")
                .topic("orders", 8)
                .topic("payments", 4)
                .start();
        admin = AdminServer.start(cluster);
        browser = Chromium.start(binary);
        browser.screen(1280, 1180, false);
        traffic = new Traffic(cluster);
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            traffic.close();
            browser.close();
            admin.close();
            cluster.close();
        }
    }

    /** Sends one message after another, and notes what it was told. */
    private static final class Traffic implements AutoCloseable {
        private final Producer producer;
        private final List<String> brokers = new CopyOnWriteArrayList<>();
        private final List<Exception> failures = new CopyOnWriteArrayList<>();
        private final Thread thread = new Thread(this::run, "traffic");
        private volatile boolean ended;

        Traffic(FakeCluster cluster) {
            producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                    .nameServers(cluster.nameServerAddresses())
                    .build());
            thread.start();
        }

        private void run() {
            for (int i = 0; !ended; i++) {
                try {
                    String topic = i % 4 == 0 ? "payments" : "orders";
                    brokers.add(producer.send(Message.of(topic, ("message " + i).getBytes(UTF_8)))
                            .queue()
                            .brokerName());
                } catch (Exception e) {
                    failures.add(e);
                }
                // Traffic at a pace that a person can watch.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
            }
        }

        int sent() {
            return brokers.size();
        }

        List<String> since(int index) {
            return brokers.stream().skip(index).toList();
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            producer.close();
        }
    }

    private static String card(String server) {
        return "[data-server=" + server + "]";
    }

    private static String shows(String server, String text) {
        return "document.querySelector('" + card(server) + "').innerText.includes('" + text + "')";
    }

    private static String count(String name) {
        return "Number(document.querySelector('[data-count=" + name + "] dd').textContent.replaceAll(',', ''))";
    }

    @Test
    void aBrokerIsKilledByAClickAndTheProducerGoesOnWithTheOthers() throws Exception {
        browser.open(admin.url() + "/");
        browser.await(shows("broker-a", "running") + " && " + count("acknowledged") + " > 50");
        browser.await("document.querySelectorAll('#requests tr').length > 10");
        browser.await("document.getElementById('routes').innerText.includes('broker-c')");
        pictures("cluster");

        browser.click(card("broker-a") + " [data-action=crash]");
        browser.await(shows("broker-a", "crashed"));
        assertThat(cluster.broker("broker-a").state()).isEqualTo(ServerState.CRASHED);
        // The send that was under way may have been acknowledged before the crash and be counted after it.
        int afterwards = traffic.sent() + 1;
        double acknowledged = ((Number) browser.value(count("acknowledged"))).doubleValue();
        browser.await(count("acknowledged") + " > " + (acknowledged + 50));
        assertThat(traffic.since(afterwards)).hasSizeGreaterThan(20).doesNotContain("broker-a");
        assertThat(traffic.failures).isEmpty();
        pictures("crashed");

        browser.click(card("broker-a") + " [data-action=restart]");
        browser.await(shows("broker-a", "running"));
        assertThat(cluster.broker("broker-a").state()).isEqualTo(ServerState.RUNNING);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatCameBeforeThePageWasOpenedIsShownOnce() throws Exception {
        cluster.await(Times.atLeast(20), RequestPattern.sends());
        traffic.close();
        int newest = (int) cluster.journal().received();

        browser.open(admin.url() + "/");
        browser.await("document.querySelectorAll('#requests tr').length >= 20");

        assertThat(browser.value("document.getElementById('no-requests').hidden"))
                .isEqualTo(true);
        assertThat(((Number) browser.value("document.querySelectorAll('#requests tr').length")).intValue())
                .isLessThanOrEqualTo(Math.min(newest, 60));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFaultIsArmedFromTheFormAndCountsWhatItDoes() throws Exception {
        browser.open(admin.url() + "/");
        browser.await(shows("broker-b", "running"));
        browser.fill("#arm-server", "broker-b");
        browser.fill("#arm-fault", "answer");
        browser.fill("#arm-value", "SYSTEM_BUSY");
        browser.fill("#arm-pick", "every");
        browser.fill("#arm-pick-value", "2");
        browser.fill("#arm-for", "10m");
        browser.click("#arm-go");
        browser.await("/fired [1-9]/.test(document.getElementById('rules').innerText)");
        assertThat(cluster.rules().armed().get(0).rule())
                .isEqualTo(RuleText.parse(
                        "{on: send, server: broker-b, every: 2, for: 10m, fault: {answer: SYSTEM_BUSY}}"));
        browser.await("document.getElementById('requests').innerText.includes('system busy')");
        pictures("fault");
        browser.click("#rules button");
        browser.await("!document.getElementById('no-rules').hidden");
        assertThat(cluster.rules().armed()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void nonsenseInTheFormIsAnsweredInWords() throws Exception {
        browser.open(admin.url() + "/");
        browser.await(shows("broker-b", "running"));
        browser.fill("#arm-for", "soon");
        browser.click("#arm-go");
        browser.await("document.getElementById('says').innerText.includes(\"'soon'\")");
        assertThat(cluster.rules().armed()).isEmpty();
    }

    /** What clients and rules are called comes from strangers; it must not become part of the page. */
    @Test
    void whatClientsSendStaysText() throws Exception {
        browser.open(admin.url() + "/");
        browser.await("document.querySelectorAll('#requests tr').length > 1");
        traffic.close();
        String evil = "<img src=x onerror=document.title=1>";
        try (Producer producer = Hotfire.start(ProducerConfig.builder("pg-evil")
                .nameServers(cluster.nameServerAddresses())
                .build())) {
            cluster.rules().add(FaultRule.onSends().group("pg-evil").named(evil).silent());
            browser.await("document.getElementById('rules').textContent.includes('pg-evil')");
            producer.sendAsync(Message.of("orders", evil.getBytes(UTF_8)));
        }
        browser.await("document.getElementById('requests').textContent.includes('onerror')");
        assertThat(browser.value("document.querySelectorAll('#requests img, #rules img').length + document.title"))
                .isEqualTo("0Hotfire cluster");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Nothing sticks out at the sides, not even on a phone. */
    @ParameterizedTest
    @ValueSource(ints = {390, 800, 1280})
    void everythingFitsTheScreen(int width) {
        browser.screen(width, 900, false);
        browser.open(admin.url() + "/");
        browser.await("document.querySelectorAll('#requests tr').length > 5");
        assertThat(browser.value("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    /** The pictures of the documentation, where they are wanted. */
    private void pictures(String name) throws IOException {
        String folder = System.getProperty("hotfire.pictures");
        if (folder == null) {
            return;
        }
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {390, 1280}) {
                browser.screen(width, width == 390 ? 1500 : 1180, dark);
                browser.await("[...cards.values()].some(card => card.history.filter(count => count > 0).length >= 20)");
                Path file = Path.of(folder, "serve-" + name + "-" + width + (dark ? "-dark" : "") + ".png");
                Files.write(file, browser.picture());
            }
        }
        browser.screen(1280, 1180, false);
    }
}
