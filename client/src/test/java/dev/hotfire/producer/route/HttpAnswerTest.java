// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** In the texts, {@code |} stands for the end of a line. */
class HttpAnswerTest {
    private static @Nullable String body(String text, boolean ended) throws IOException {
        return HttpAnswer.body(bytes(text), ended);
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Answers that say where they end, and what is in them. */
    private static List<String[]> whole() {
        return List.of(
                new String[] {"HTTP/1.1 200 OK|Content-Length: 5||10:98", "10:98"},
                new String[] {"HTTP/1.0 200|content-length:5||10:98", "10:98"},
                new String[] {"HTTP/1.1 200 OK|Content-Length: 0||", ""},
                new String[] {"HTTP/1.1 200 OK|Server: x|CONTENT-LENGTH :  3  ||abc", "abc"},
                // A byte is a byte, whatever letter it is part of.
                new String[] {"HTTP/1.1 200 OK|Content-Length: 2||ü", "ü"},
                // The coding says where it ends, whatever the length says.
                new String[] {"HTTP/1.1 200 OK|Content-Length: 99|Transfer-Encoding: Chunked||2|ab|0||", "ab"},
                new String[] {
                    "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||2;x=y|ab|A|0123456789|0||", "ab0123456789"
                },
                new String[] {"HTTP/1.1 200 OK|Transfer-Encoding: chunked||0||", ""},
                // What has no name is no field.
                new String[] {"HTTP/1.1 200 OK|: 9|Content-Length: 1||a", "a"});
    }

    @ParameterizedTest
    @MethodSource("whole")
    void aBodyIsThereWithItsLastByteAndNotBefore(String text, String expected) throws IOException {
        byte[] all = bytes(text);
        // The line after the last chunk tells nothing any more.
        int last = text.contains("hunked") ? all.length - 2 : all.length;
        for (int received = 0; received < last; received++) {
            byte[] part = Arrays.copyOf(all, received);
            assertThat(HttpAnswer.body(part, false))
                    .as("after %d bytes", received)
                    .isNull();
            assertThatThrownBy(() -> HttpAnswer.body(part, true))
                    .as("ended after %d bytes", part.length)
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection ended within the answer");
        }
        assertThat(HttpAnswer.body(Arrays.copyOf(all, last), false)).isEqualTo(expected);
        assertThat(HttpAnswer.body(all, true)).isEqualTo(expected);
    }

    @Test
    void whatComesAfterTheBodyIsNotPartOfIt() throws IOException {
        assertThat(body("HTTP/1.1 200 OK|Content-Length: 2||abcdef", false)).isEqualTo("ab");
        assertThat(body("HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|ab|0||more", false))
                .isEqualTo("ab");
    }

    @Test
    void withoutALengthABodyEndsWithItsConnection() throws IOException {
        assertThat(body("HTTP/1.0 200 OK||10.0.0.1:9876", false)).isNull();
        assertThat(body("HTTP/1.0 200 OK||10.0.0.1:9876", true)).isEqualTo("10.0.0.1:9876");
        assertThat(body("HTTP/1.0 200 OK||", true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HTTP/1.1 404 Not Found||, answered 'HTTP/1.1 404 Not Found'",
                "HTTP/1.1 302 Found|Content-Length: 0||, answered 'HTTP/1.1 302 Found'",
                "HTTP/1.1||, 'HTTP/1.1' is no HTTP",
                "SSH-2.0-x y z||, 'SSH-2.0-x y z' is no HTTP",
                "HTTP/1.1 200 OK|Content-Length: some||, 'some' is no length",
                "HTTP/1.1 200 OK|Content-Length: -1||, '-1' is no length",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||g|ab|, 'g' is no length",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-2|ab|, '-2' is no length",
            })
    void whatIsNoAnswerIsNamed(String text, String message) {
        for (boolean ended : new boolean[] {false, true}) {
            assertThatThrownBy(() -> body(text, ended))
                    .isInstanceOf(IOException.class)
                    .hasMessage(message);
        }
    }

    /** A length that no connection can bring is no reason to count beyond what there is. */
    @Test
    void aHugeChunkIsWaitedForLikeAnyOther() throws IOException {
        assertThat(body("HTTP/1.1 200 OK|Transfer-Encoding: chunked||7fffffff|ab", false))
                .isNull();
    }
}
