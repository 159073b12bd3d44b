// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 'hotfire serve' says, and when it ends. */
@Timeout(120)
final class ServeCommandTest {
    private static final String ADDRESS = "127\\.0\\.0\\.1:[0-9]+";
    private static final Pattern READY = Pattern.compile("ready namesrv=(" + ADDRESS + "(?:;" + ADDRESS
            + ")*) brokers=(" + ADDRESS + "(?:," + ADDRESS + ")*) admin=(http://" + ADDRESS + ")");

    @TempDir
    private Path folder;

    /** A command that serves, until it is closed. */
    private static final class Serving implements AutoCloseable {
        final StringWriter err = new StringWriter();
        final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        final BufferedReader out;
        private final Thread thread;

        Serving(String... args) throws IOException {
            PipedWriter pipe = new PipedWriter();
            out = new BufferedReader(new PipedReader(pipe));
            List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--admin-port", "0"));
            all.addAll(List.of(args));
            thread = new Thread(
                    () -> exitCode.complete(HotfireCommand.execute(
                            new PrintWriter(pipe, true), new PrintWriter(err, true), all.toArray(new String[0]))),
                    "serving");
            thread.start();
        }

        Matcher ready() throws IOException {
            Matcher matcher = READY.matcher(out.readLine());
            assertThat(matcher.matches()).isTrue();
            return matcher;
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    @Test
    void servesWhatTheOptionsSayUntilItIsToldToStop() throws Exception {
        Matcher ready;
        Serving serving = new Serving("--name-servers", "2", "--brokers", "3", "--topics", "orders:8,payments:4");
        try (serving) {
            ready = serving.ready();
            assertThat(ready.group(1).split(";", -1)).hasSize(2);
            assertThat(ready.group(2).split(",", -1)).hasSize(3);
            assertThat(get(ready.group(3) + "/routes?topic=payments"))
                    .startsWith("200 ")
                    .contains("{\"brokerName\":\"broker-c\",\"readQueues\":4,\"writeQueues\":4");
        }
        assertThat(serving.exitCode.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(serving.err.toString()).isEmpty();
        for (String address : (ready.group(1) + ";" + ready.group(2).replace(',', ';')).split(";", -1)) {
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.getLocalPort()).isEqualTo(port);
            }
        }
    }

    /** Any language will do: the example's client knows sockets, JSON and HTTP. */
    @Test
    void aClientInPythonRehearsesAFailure() throws Exception {
        assumeThat(hasPython()).as("python3 on the PATH").isTrue();
        Path script = Path.of("..", "examples", "serve-python", "rehearse.py");
        try (Serving serving = new Serving("--brokers", "2", "--topics", "orders:4")) {
            Matcher ready = serving.ready();
            Process client = new ProcessBuilder("python3", script.toString(), ready.group(1), ready.group(3))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(client.waitFor()).as(said).isZero();
            assertThat(said)
                    .contains("broker-a: ")
                    .contains("broker-b stored it at offset 0")
                    .contains("attempts 2, rule fired 1, duplicated 1, lost 0");
        }
    }

    /** The smallest client there is; it asks at the usual port, so it is given another one here. */
    @Test
    void aFewLinesOfPythonReadARoute() throws Exception {
        assumeThat(hasPython()).as("python3 on the PATH").isTrue();
        String code = Files.readString(Path.of("..", "examples", "serve-python", "route.py"));
        try (Serving serving = new Serving("--topics", "orders:4")) {
            String nameServer = serving.ready().group(1);
            String port = nameServer.substring(nameServer.indexOf(':') + 1);
            assertThat(code).contains("9876");
            Process client = new ProcessBuilder("python3", "-c", code.replace("9876", port))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(client.waitFor()).as(said).isZero();
            assertThat(said).contains("'brokerName': 'broker-a'").contains("'writeQueueNums': 4");
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void servesTheClusterOfAFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("cluster.yaml"),
                "cluster: {nameServers: 2, brokers: [alpha, beta], topics: [{name: orders, queues: 3}]}\n");
        try (Serving serving = new Serving(file.toString())) {
            String url = serving.ready().group(3);
            assertThat(get(url + "/topics/orders")).contains("\"brokerName\":\"beta\",\"readQueues\":3");
            assertThat(get(url + "/name-servers/namesrv-2")).startsWith("200 ");
        }
    }

    /** All of a cluster that files can say, as scenarios have it. */
    @Test
    void servesSlavesAndUnequalAndNumberedTopicsOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("cluster.yaml"), """
                cluster:
                  brokers: [alpha, beta]
                  slaves: 1
                  headers: rocketmq
                  topics:
                    - {name: orders, queues: 3, except: {beta: 1}}
                    - {name: fixed, queues: 5, numbered: true}
                """);
        try (Serving serving = new Serving(file.toString())) {
            String url = serving.ready().group(3);
            assertThat(get(url + "/topics/orders"))
                    .contains("\"brokerName\":\"alpha\",\"readQueues\":3")
                    .contains("\"brokerName\":\"beta\",\"readQueues\":1");
            assertThat(get(url + "/topics/fixed")).startsWith("200 ");
            assertThat(get(url + "/brokers"))
                    .contains("\"brokerName\":\"beta\"")
                    .contains("\"brokerId\":1");
        }
    }

    @Test
    void outsideOfLoopbackATokenIsMadeAndWanted() throws Exception {
        try (Serving serving =
                new Serving("--bind", "0.0.0.0", "--advertise", "127.0.0.1", "--admin-bind", "0.0.0.0")) {
            String line = serving.out.readLine();
            String token = serving.err.toString().strip().replace("admin token: ", "");
            assertThat(token).matches("[A-Za-z0-9_-]{24}");
            assertThat(line)
                    .matches("ready namesrv=" + ADDRESS + " brokers=" + ADDRESS + " admin=http://0\\.0\\.0\\.0:[0-9]+");
            String url = "http://127.0.0.1" + line.substring(line.lastIndexOf(':'));
            assertThat(get(url + "/brokers")).startsWith("401 ");
            assertThat(get(url + "/brokers", "Authorization", "Bearer " + token))
                    .startsWith("200 ");
            assertThat(get(url + "/health")).startsWith("200 ");
            String broker = line.replaceFirst(".* brokers=127.0.0.1:([0-9]+) .*", "$1");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(broker))) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(refusal(3, "--port", port, "--admin-port", "0"))
                    .contains("hotfire: cluster can't start: namesrv-1 cannot listen on 127.0.0.1:" + port)
                    .contains("--port 0")
                    .contains("in use");
            assertThat(refusal(3, "--port", "0", "--admin-port", port))
                    .contains("admin cannot listen on 127.0.0.1:" + port)
                    .contains("in use");
        }
    }

    private static String refusal(int exitCode, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(args));
        int actual = HotfireCommand.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(new String[0]));
        assertThat(actual).as(err.toString()).isEqualTo(exitCode);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        return err.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --brokers 0              | --brokers: '0' (expected: 1 to 100)
                    --name-servers x         | 'x'
                    --topics orders          | --topics: 'orders' (expected: NAME:QUEUES
                    --topics orders:0        | --topics: 'orders:0' (expected: NAME:QUEUES, with 1 to 65535 queues)
                    --topics a:1,a:2         | --topics: 'a:2' (expected: each topic once)
                    --port 70000             | --port: '70000' (expected: 0 to 65000)
                    --bind localhost         | --bind: 'localhost' (expected: an IP address)
                    --bind 0.0.0.0           | --bind: '0.0.0.0' (expected: --advertise with it
                    --admin-bind nowhere     | --admin-bind: 'nowhere' (expected: an IP address)
                    --no-such-option         | Unknown option: '--no-such-option'
                    nowhere.yaml             | nowhere.yaml: no such file
                    nowhere.yaml --brokers 2 | --brokers: '2' (expected: it only without a file
                    """)
    void badOptionsEndWithTwoBeforeAnythingIsStarted(String args, String message) {
        assertThat(refusal(2, args.split(" ", -1))).contains(message);
    }

    /** As a script meets it: a process, a line, a signal. */
    @Test
    void sigtermEndsTheProcessAndFreesItsPorts() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.hotfire.cli.Main",
                        "serve",
                        "--port",
                        "0",
                        "--admin-port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            Matcher ready = READY.matcher(out.readLine());
            assertThat(ready.matches()).isTrue();
            // Not Process.destroy, which closes what the process still has to say.
            process.toHandle().destroy();
            assertThat(out.readLine()).isNull();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            int port = URI.create(ready.group(3)).getPort();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.getLocalPort()).isEqualTo(port);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
