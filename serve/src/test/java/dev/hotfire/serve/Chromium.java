// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One page in a headless Chromium, driven over its DevTools protocol: what a person would do, clicks at places on the screen
 * included. The browser is the one that is installed; none is fetched.
 */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int TIMEOUT_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<Map<String, Object>>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String session;

    private Chromium(Process process, Path profile, URI endpoint) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint, new Listener())
                .join();
        String target = text(ask("Target.createTarget", "{\"url\":\"about:blank\"}", null), "targetId");
        this.session = text(
                ask("Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}", null), "sessionId");
        ask("Page.enable", "{}");
        ask("Runtime.enable", "{}");
        ask("Log.enable", "{}");
    }

    /** Where the browser is, or null if none is installed. */
    static Path installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts the browser. */
    static Chromium start(Path binary) throws IOException {
        Path profile = Files.createTempDirectory("hotfire-chromium");
        Process process = new ProcessBuilder(
                        binary.toString(),
                        "--headless=new",
                        // Its sandbox refuses to run as root, which builds in containers are; it only sees our own
                        // page.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--force-color-profile=srgb",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String prefix = "DevTools listening on ";
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(prefix)) {
                Thread drain = new Thread(() -> said.lines().forEach(ignored -> {}), "chromium output");
                drain.setDaemon(true);
                drain.start();
                return new Chromium(process, profile, URI.create(line.substring(prefix.length())));
            }
            all.append(line).append('\n');
        }
        throw new IOException("chromium ended: " + all);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                String whole = message.toString();
                message.setLength(0);
                onMessage(whole);
            }
            from.request(1);
            return null;
        }
    }

    private void onMessage(String json) {
        Map<String, Object> message = mapping(
                new Load(LoadSettings.builder().setCodePointLimit(64 << 20).build()).loadFromString(json));
        if (message.get("id") instanceof Integer id) {
            asked.remove(id).complete(message);
        } else if (List.of("Runtime.exceptionThrown", "Log.entryAdded").contains(message.get("method"))) {
            complaints.add(json);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }

    private static String text(Map<String, Object> from, String field) {
        return (String) from.get(field);
    }

    private Map<String, Object> ask(String method, String parameters) {
        return ask(method, parameters, session);
    }

    private synchronized Map<String, Object> ask(String method, String parameters, String inSession) {
        int id = lastId.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        asked.put(id, answer);
        String where = inSession == null ? "" : ",\"sessionId\":\"" + inSession + "\"";
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + where + "}", true)
                .join();
        Map<String, Object> message =
                answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        if (message.get("result") == null) {
            throw new IllegalStateException(method + ": " + message);
        }
        return mapping(message.get("result"));
    }

    /** The screen's size in CSS pixels, and whether the person likes it dark. */
    void screen(int width, int height, boolean dark) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}");
        ask(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"},"
                        + "{\"name\":\"prefers-reduced-motion\",\"value\":\"reduce\"}]}");
    }

    void open(String url) {
        ask("Page.navigate", "{\"url\":" + quoted(url) + "}");
    }

    /** The value of an expression in the page; promises are waited for. */
    Object value(String expression) {
        Map<String, Object> result = ask(
                "Runtime.evaluate",
                "{\"expression\":" + quoted(expression) + ",\"awaitPromise\":true,\"returnByValue\":true}");
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return mapping(result.get("result")).get("value");
    }

    /** Waits until a condition holds in the page. */
    void await(String condition) {
        Object held = value("new Promise(done => { let left = 600; (function look() { let holds = false;"
                + " try { holds = Boolean(" + condition + "); } catch (e) { holds = false; }"
                + " if (holds || --left === 0) { done(holds); } else { setTimeout(look, 50); } })(); })");
        if (!Boolean.TRUE.equals(held)) {
            throw new AssertionError(
                    "never in 30 s: " + condition + "\n" + value("document.body.innerText") + "\n" + complaints);
        }
    }

    /** Clicks in the middle of what a selector finds, once that can be seen. */
    void click(String selector) {
        String element = "document.querySelector(" + quoted(selector) + ")";
        await(element + " && !" + element + ".disabled && " + element + ".checkVisibility()");
        value(element + ".scrollIntoView({block: 'center'})");
        List<?> place = (List<?>) value("(() => { const box = " + element
                + ".getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            ask(
                    "Input.dispatchMouseEvent",
                    "{\"type\":\"" + type + "\",\"x\":" + place.get(0) + ",\"y\":" + place.get(1)
                            + ",\"button\":\"left\",\"clickCount\":1}");
        }
    }

    /** Chooses or types, as a person who then leaves the field. */
    void fill(String selector, String text) {
        value("(() => { const field = document.querySelector(" + quoted(selector) + "); field.value = " + quoted(text)
                + "; field.dispatchEvent(new Event('input', {bubbles: true}));"
                + " field.dispatchEvent(new Event('change', {bubbles: true})); })()");
    }

    /** The page as a picture, from its top. */
    byte[] picture() {
        value("window.scrollTo(0, 0)");
        return Base64.getDecoder().decode(text(ask("Page.captureScreenshot", "{\"format\":\"png\"}"), "data"));
    }

    /** What the page's script threw and the browser refused to do, in their words. */
    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    private static String quoted(String text) {
        return dev.hotfire.wire.json.JsonOutput.writeAscii(json -> json.writeString(text));
    }

    @Override
    public void close() throws IOException {
        try {
            ask("Browser.close", "{}", null);
        } finally {
            socket.abort();
            if (!process.destroyForcibly()
                    .onExit()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .isAlive()) {
                deleteProfile();
            }
        }
    }

    /** Its children may still write while it goes. What stays is a few files in the folder for temporary ones. */
    private void deleteProfile() throws IOException {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (java.io.UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }
}
