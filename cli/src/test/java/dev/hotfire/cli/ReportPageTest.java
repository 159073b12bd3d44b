// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of a run in a real browser. Skipped where no Chromium is installed. */
@Timeout(120)
final class ReportPageTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int MAX_BYTES = 1_000_000;

    @TempDir
    private Path folder;

    /** Makes a report, and opens it with something more for the page to do. */
    private String opened(int width, String script) throws IOException, InterruptedException {
        return opened("../scenarios/one-way-partition.yaml", 0, width, script);
    }

    /** @param exitCode what the run ends with */
    private String opened(String scenario, int exitCode, int width, String script)
            throws IOException, InterruptedException {
        Path browser = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(path -> BROWSERS.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(browser != null, "no chromium or google-chrome on the PATH");
        Path page = folder.resolve("report.html");
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said, true);
        assertThat(HotfireCommand.execute(to, to, "run", scenario, "--html", page.toString()))
                .isEqualTo(exitCode);
        assertThat(Files.size(page)).isLessThan(MAX_BYTES);
        Files.writeString(page, Files.readString(page).replace("</body>", "<script>" + script + "</script></body>"));
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless=new",
                        // Its sandbox refuses to run as root, which builds in containers are; it only sees our own
                        // page.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--window-size=" + width + ",1000",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return dom;
    }

    private static String between(String text, String start, String end) {
        assertThat(text).contains(start);
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void saysTheVerdictAndLeadsToTheAttemptsOfOneSend() throws Exception {
        String dom = opened(1280, "document.querySelector('#sends tr[data-send] button').click()");
        assertThat(between(dom, "id=\"verdict\">", "<")).isEqualTo("Passed");
        assertThat(between(dom, "id=\"replay\">", "<"))
                .isEqualTo("hotfire run ../scenarios/one-way-partition.yaml --seed 7 --world sim");
        assertThat(dom).contains("data-band=\"T09 answers on broker-b, bytes of one direction vanish\"");
        assertThat(between(dom, "id=\"attempts-title\">", "<")).matches("Send w1-\\d+ of pg-orders: stored after 1.*");
        String sequence = between(dom, "id=\"sequence\">", "</svg>");
        assertThat(sequence).contains(">caller<", ">producer<", ">broker-b<", "data-step=\"unknown\"");
        assertThat(sequence).containsPattern("data-step=\"stored\"");
        assertThat(between(dom, "id=\"attempts-list\">", "</ol>"))
                .contains("<li>broker-b", "unknown: no answer within 1000 ms", "SEND_OK");
        assertThat(between(dom, "id=\"copies\">", "<"))
                .startsWith("In the logs: ")
                .contains("broker-b", "; ");
    }

    /** Nothing sticks out at the sides, not even on a phone. */
    @ParameterizedTest
    @ValueSource(ints = {500, 1280})
    void fitsTheScreen(int width) throws Exception {
        String dom = opened(
                width,
                "document.querySelector('#sends tr[data-send]').click();"
                        + "document.title = 'wide ' + (document.documentElement.scrollWidth > window.innerWidth)");
        assertThat(between(dom, "<title>", "<")).isEqualTo("wide false");
    }

    /** It stood there with one word on each line, and the sends that broke it were in none of the lists. */
    @Test
    void saysInOneLineWhatFailedAndShowsTheSendsThatDid() throws Exception {
        Path scenario = Files.writeString(folder.resolve("slow.yaml"), """
                name: slow
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 2}]}
                producers: [{group: pg-orders}]
                workload: {topic: orders, rate: 50, for: 4s}
                timeline: [{at: 1s, rule: {for: 1s, fault: {delay: 400ms}}}]
                expect: {p99: '< 100 ms'}
                """);
        String dom = opened(
                scenario.toString(),
                1,
                500,
                "document.title = document.querySelector('#broken p').clientHeight < 30 ? 'one line' : 'more'");
        assertThat(between(dom, "<title>", "<")).isEqualTo("one line");
        assertThat(between(dom, "id=\"broken\">", "</p>")).endsWith(">p99 is 400 ms (expected: &lt; 100 ms)");
        assertThat(between(dom, "<tbody>", "</tbody>").split("data-send=", -1)).hasSize(16);
        assertThat(between(dom, "id=\"which\"", "</select>")).contains(">slow: beyond p99 &lt; 100ms (50)<");
        assertThat(between(dom, "<tbody>", "</tr>")).contains(">400 ms<");
        assertThat(between(dom, "id=\"rules\">", "</table>")).contains("50 ×", "all sends, for 1 s: ");
    }
}
