// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The official producer in a child JVM, unmodified. */
final class OfficialSender {
    private static final Duration SEND_LIMIT = Duration.ofMinutes(2);

    private OfficialSender() {}

    /**
     * Sends to a topic in each of the modes and returns the sender's lines, one for each message, when its JVM has
     * ended by itself: nothing sent oneway is on its way any more.
     */
    static List<OutputLine> send(
            String nameServerAddresses, String topic, String modes, int messagesPerMode, Path scratch)
            throws IOException, InterruptedException {
        return send(ChildJvm.Part.CLIENT, nameServerAddresses, topic, modes, messagesPerMode, scratch);
    }

    /** As the other, with one of the releases. */
    static List<OutputLine> send(
            ChildJvm.Part release,
            String nameServerAddresses,
            String topic,
            String modes,
            int messagesPerMode,
            Path scratch)
            throws IOException, InterruptedException {
        List<String> args = List.of(
                "--namesrv", nameServerAddresses,
                "--topic", topic,
                "--modes", modes,
                "--count", Integer.toString(messagesPerMode));
        try (ChildJvm sender = ChildJvm.start(release, "dev.hotfire.official.client.Sender", scratch, args)) {
            List<OutputLine> lines = sender.readUntil(line -> line.startsWith("end "), SEND_LIMIT).stream()
                    .map(OutputLine::parse)
                    .toList();
            assertThat(sender.awaitExit(SEND_LIMIT)).isZero();
            assertThat(lines.get(lines.size() - 1).number("lines")).isEqualTo(lines.size() - 1);
            return lines.subList(0, lines.size() - 1);
        }
    }
}
