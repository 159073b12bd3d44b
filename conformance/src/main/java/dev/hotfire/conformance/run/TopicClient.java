// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.driver.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that sends to the topics of a {@link TopicSession} and ends; no driver. */
public final class TopicClient {
    /** Where it finds the name servers, and the file of topics. */
    public static final String NAME_SERVERS = "HOTFIRE_NAMESRV";

    /** A file with a topic a line, and after a space how many messages it wants. */
    public static final String TOPICS = "HOTFIRE_TOPICS";

    private TopicClient() {}

    /**
     * Runs it, and kills what is left of it and its children when it ended or its time is over.
     *
     * @return how it ended, in words
     * @throws IOException if it can't be started
     */
    public static String run(TopicSession session, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Path topics = Files.createTempFile("hotfire-topics", ".txt");
        try {
            Files.writeString(topics, lines(session.messagesByTopic()), UTF_8);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put(NAME_SERVERS, session.nameServerAddresses());
            builder.environment().put(TOPICS, topics.toString());
            ProcessTree tree = ProcessTree.start(builder);
            Process process = tree.process();
            try {
                process.getOutputStream().close();
                return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                        ? "exit code " + process.exitValue()
                        : "killed after " + limit.toSeconds() + " s";
            } finally {
                tree.kill();
            }
        } finally {
            Files.deleteIfExists(topics);
        }
    }

    /** The topics as the file has them. */
    public static String lines(Map<String, Integer> messagesByTopic) {
        StringBuilder text = new StringBuilder();
        messagesByTopic.forEach(
                (topic, count) -> text.append(topic).append(' ').append(count).append('\n'));
        return text.toString();
    }
}
