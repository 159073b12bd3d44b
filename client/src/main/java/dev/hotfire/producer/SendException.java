// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A send that did not end in a stored message that the producer knows of.
 *
 * <p>Tells what was tried ({@link #attempts()}) and what follows for the message ({@link #certainty()}). The subclass
 * says what ended it.
 */
public abstract sealed class SendException extends Exception
        permits ConnectionFailedException,
                NoNameServerException,
                NoReplyException,
                NoRouteException,
                ProducerClosedException,
                QueueSelectionException,
                SendAbandonedException,
                SendForbiddenException,
                SendRefusedException,
                SendTimeoutException,
                TooManyInFlightException {
    private final String topic;
    private final transient List<Attempt> attempts;
    private final Duration elapsed;

    SendException(String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(describe(what, topic, attempts, elapsed), cause);
        this.topic = topic;
        this.attempts = List.copyOf(attempts);
        this.elapsed = elapsed;
    }

    private static String describe(String what, String topic, List<Attempt> attempts, Duration elapsed) {
        StringBuilder text = new StringBuilder(what);
        text.append(" (topic ")
                .append(topic)
                .append(", ")
                .append(elapsed.toMillis())
                .append(" ms");
        text.append(attempts.isEmpty() ? ", nothing was sent)" : ", attempts:");
        for (int i = 0; i < attempts.size(); i++) {
            text.append(i == 0 ? " " : "; ").append(attempts.get(i));
        }
        return text.append(attempts.isEmpty() ? "" : ")").toString();
    }

    /** The topic that the message was for. */
    public final String topic() {
        return topic;
    }

    /** What was tried, in order; empty if no broker was asked. */
    public final List<Attempt> attempts() {
        return attempts;
    }

    /** From the call to this end. */
    public final Duration elapsed() {
        return elapsed;
    }

    /** Whether a copy may exist: it may, as soon as one attempt's outcome is unknown. */
    public Certainty certainty() {
        for (Attempt attempt : attempts) {
            if (!(attempt.outcome() instanceof AttemptOutcome.Refused)) {
                return Certainty.UNKNOWN;
            }
        }
        return Certainty.NOT_STORED;
    }
}
