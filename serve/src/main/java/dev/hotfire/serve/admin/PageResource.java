// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import static java.util.Objects.requireNonNull;

import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** What is for reading: the live page, and the description of the interface. */
final class PageResource {
    private final String page = resource("page.html");
    private final String description = resource("openapi.yaml");

    /** The one script and the one style of the page may run, and nothing that anybody might bring in. */
    private final String policy =
            "default-src 'none'; script-src " + hashOf("script") + "; style-src " + hashOf("style")
                    + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    List<Route> routes() {
        return List.of(
                new Route("GET", "/", true, this::page), new Route("GET", "/openapi.yaml", true, this::description));
    }

    private Answer page(Call call) {
        return Answer.text("text/html; charset=utf-8", page)
                .with("Content-Security-Policy", policy)
                .with("X-Frame-Options", "DENY");
    }

    private Answer description(Call call) {
        call.requireOnlyParameters();
        return Answer.text("application/yaml", description);
    }

    private static String resource(String name) {
        try (InputStream in = requireNonNull(PageResource.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Of what stands between the tags: browsers compare it with what they are about to run. */
    private String hashOf(String tag) {
        String opening = "<" + tag + ">";
        int from = page.indexOf(opening) + opening.length();
        String content = page.substring(from, page.indexOf("</" + tag + ">", from));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
