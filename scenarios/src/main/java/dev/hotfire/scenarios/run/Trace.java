// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.fake.server.Outcome;
import dev.hotfire.scenarios.history.ContentHash;
import dev.hotfire.scenarios.history.TraceHash;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hash over everything that happens in a simulated run: each frame that a server reads and answers, each message that
 * gets a place, each thing that a producer observes, each end that a caller sees, each event of the timeline, with its
 * time and machine. Over TCP there is none: there the order of things is not a property of the seed.
 */
final class Trace {
    private final @Nullable TraceHash hash;
    private final LongSupplier nanos;

    private Trace(@Nullable TraceHash hash, LongSupplier nanos) {
        this.hash = hash;
        this.nanos = nanos;
    }

    /** @param nanos the virtual time */
    static Trace of(LongSupplier nanos) {
        return new Trace(new TraceHash(), nanos);
    }

    static Trace none() {
        return new Trace(null, () -> 0);
    }

    Optional<String> hex() {
        return Optional.ofNullable(hash).map(TraceHash::hex);
    }

    /** Something happened on a machine. The details must be the same in every run of the seed. */
    void add(String machine, String event, String details) {
        if (hash != null) {
            hash.add(nanos.getAsLong()).add(machine).add(event).add(details);
        }
    }

    /** Something happened on a machine: what is fed to the hash next says what. Null where there is none. */
    @Nullable
    TraceHash begun(String machine, String event) {
        return hash == null ? null : begin(machine, event);
    }

    JournalListener journal() {
        return new JournalListener() {
            @Override
            public void requestReceived(JournalEntry entry) {
                if (hash != null) {
                    begin(entry.server(), "received")
                            .add(entry.sequence())
                            .add(entry.connectionId())
                            .add(entry.peer().host())
                            .add(entry.peer().port())
                            .add(entry.code())
                            .add(entry.request().opaque())
                            .addOrNone(entry.facts().topic())
                            .add(
                                    entry.facts().queueId() == null
                                            ? -1
                                            : entry.facts().queueId())
                            .addOrNone(entry.facts().brokerName());
                }
            }

            @Override
            public void requestSettled(JournalEntry entry) {
                if (hash != null) {
                    begin(entry.server(), "settled")
                            .add(entry.sequence())
                            .add(entry.handled() ? 1 : 0)
                            .addOrNone(entry.rule());
                    if (entry.outcome() instanceof Outcome.Answered answered) {
                        hash.add(answered.code()).addOrNone(answered.remark());
                    } else if (entry.outcome() instanceof Outcome.Unanswered unanswered) {
                        hash.add(unanswered.reason().name());
                    }
                }
            }
        };
    }

    LogListener log(String broker) {
        return new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                if (hash != null) {
                    message(begin(broker, "appended"), message);
                }
            }

            @Override
            public void lost(StoredMessage message) {
                if (hash != null) {
                    message(begin(broker, "lost"), message);
                }
            }
        };
    }

    private TraceHash begin(String machine, String event) {
        TraceHash current = hash;
        if (current == null) {
            throw new IllegalStateException("there is no trace (expected: to be asked first)");
        }
        return current.add(nanos.getAsLong()).add(machine).add(event);
    }

    private static void message(TraceHash to, StoredMessage message) {
        to.add(message.topic())
                .add(message.queueId())
                .add(message.queueOffset())
                .add(message.commitLogOffset())
                .add(message.bornTimestamp())
                .add(message.storeTimestamp())
                .addOrNone(message.properties().get(PropertyNames.UNIQ_KEY))
                .add(ContentHash.of(message.body()));
    }
}
