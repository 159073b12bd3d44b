// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The official consumer in a child JVM. */
final class OfficialReader {
    private static final String MAIN = "dev.hotfire.official.client.Reader";
    private static final Duration ARRIVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);

    private OfficialReader() {}

    /** Reads the whole topic, once it holds as many messages as expected. */
    static List<StoredMessage> read(String nameServerAddresses, String topic, int expectedMessages, Path scratch)
            throws IOException, InterruptedException {
        return read(ChildJvm.Part.CLIENT, nameServerAddresses, topic, expectedMessages, scratch);
    }

    /** As the other, with one of the releases. */
    static List<StoredMessage> read(
            ChildJvm.Part release, String nameServerAddresses, String topic, int expectedMessages, Path scratch)
            throws IOException, InterruptedException {
        List<String> args = List.of(
                "--namesrv",
                nameServerAddresses,
                "--topic",
                topic,
                "--expect",
                Integer.toString(expectedMessages),
                "--within",
                Long.toString(ARRIVE_LIMIT.toMillis()));
        try (ChildJvm reader = ChildJvm.start(release, MAIN, scratch, args)) {
            List<OutputLine> lines = reader.readUntil(line -> line.startsWith("end "), READ_LIMIT).stream()
                    .map(OutputLine::parse)
                    .toList();
            List<StoredMessage> messages = lines.stream()
                    .filter(line -> line.kind().equals("message"))
                    .map(StoredMessage::of)
                    .toList();
            assertThat(messages).hasSize(lines.get(lines.size() - 1).number("messages"));
            return messages;
        }
    }
}
