// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A script's view of the HTTP interface: requests, and answers in JSON. */
final class Http {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    Http(String url) {
        this.url = url;
    }

    /** An answer. */
    record Reply(int status, Map<String, List<String>> headers, String text) {
        /** JSON is YAML: no other parser is needed. */
        Object json() {
            return new Load(LoadSettings.builder().build()).loadFromString(text);
        }

        /** Along fields and indices, {@code brokers.0.state}. */
        // What a path leads to is known where it stands.
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        <T> T at(String path) {
            Object at = json();
            for (String part : path.split("\\.", -1)) {
                assertThat(at)
                        .as("before " + part + " of " + path + " in " + text)
                        .isNotNull();
                at = at instanceof List<?> list ? list.get(Integer.parseInt(part)) : ((Map<String, ?>) at).get(part);
            }
            return (T) at;
        }

        String header(String name) {
            List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
            return values == null ? null : values.get(0);
        }
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply send(String method, String path, String body, String... headers) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
