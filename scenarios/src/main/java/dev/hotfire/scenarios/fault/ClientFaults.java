// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.wire.message.Compression;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Faults of producers, their callers and their computers. */
final class ClientFaults {
    /** How far a clock's strobe swings to each side, and how long a loop stands still for once, in nanoseconds' terms. */
    private static final long STROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A topic that no name server knows. */
    private static final String OTHER_TEMPLATE = "another-template";

    private static final int SMALL_BODY_BYTES = 200;

    /** Who takes a few milliseconds is avoided, and for other times than by the official table. */
    private static final LatencyTable STRICT =
            LatencyTable.ofMillis(new long[] {5, 200, 3_000}, new long[] {300, 1_500, 7_000});

    private final Stage stage;

    ClientFaults(Stage stage) {
        this.stage = stage;
    }

    Effect begin(Fault fault) {
        Client client = stage.client(fault.on().orElseThrow());
        return switch (fault.id()) {
            case N08 ->
                reconfigured(client, config -> config.toBuilder()
                        .nameServers(another(config.nameServers()))
                        .build());
            case C01 -> {
                simulated(client).pause();
                yield Effect.healedBy(() -> simulated(client).resume());
            }
            case C02 -> {
                Duration skew = fault.kind().equals("back") ? fault.duration().negated() : fault.duration();
                simulated(client).skewWallClock(skew);
                yield Effect.healedBy(() -> simulated(client).skewWallClock(Duration.ZERO));
            }
            case C03 -> strobe(client, fault);
            case C14 -> heldUp(client, fault);
            case C05 ->
                habit(
                        client,
                        fault,
                        switch (fault.kind()) {
                            case "throw" -> UserCode.Misbehaviour.CALLBACK_THROWS;
                            case "send-again" -> UserCode.Misbehaviour.CALLBACK_SENDS;
                            default -> UserCode.Misbehaviour.CALLBACK_CLOSES;
                        });
            case C06 ->
                habit(
                        client,
                        fault,
                        switch (fault.kind()) {
                            case "throw" -> UserCode.Misbehaviour.SELECTOR_THROWS;
                            case "null" -> UserCode.Misbehaviour.SELECTOR_RETURNS_NULL;
                            default -> UserCode.Misbehaviour.SELECTOR_RETURNS_FOREIGN;
                        });
            case C09 -> habit(client, fault, UserCode.Misbehaviour.TOO_LARGE);
            case C08 -> limited(client, (int) fault.amount());
            case C10 -> closed(client, true);
            case C12 -> closed(client, client.sharesRuntime());
            case C11 -> repeatedly(fault, again -> client.comeAndGo());
            case C13 ->
                reconfigured(client, config -> switch (fault.kind()) {
                    case "timeout" ->
                        config.toBuilder()
                                .sendTimeout(config.sendTimeout().dividedBy(2))
                                .build();
                    case "isolation" ->
                        config.toBuilder().isolation(another(config)).build();
                    case "headers" ->
                        config.toBuilder()
                                .templateTopic(OTHER_TEMPLATE)
                                .defaultTopicQueues(config.defaultTopicQueues() + 1)
                                .unitMode(!config.unitMode())
                                .build();
                    case "compression" ->
                        config.toBuilder()
                                .compression(another(config.compression()))
                                .compressOver(Math.min(config.compressOverBytes(), SMALL_BODY_BYTES))
                                .build();
                    case "latencies" -> config.toBuilder().latencyTable(STRICT).build();
                    case "retries" ->
                        config.toBuilder().retries(0).asyncRetries(0).build();
                    default -> throw new AssertionError(fault.kind());
                });
            default -> throw new AssertionError(fault.id());
        };
    }

    private static Isolation another(ProducerConfig config) {
        return switch (config.isolation()) {
            case OFF -> Isolation.TABLE;
            case TABLE -> config.profile() == Profile.DEFAULT ? Isolation.ADAPTIVE : Isolation.OFF;
            case ADAPTIVE -> Isolation.OFF;
        };
    }

    private static Compression another(Compression kind) {
        return kind == Compression.ZLIB ? Compression.ZSTD : Compression.ZLIB;
    }

    private static SimulatedMachine simulated(Client client) {
        return (SimulatedMachine) client.machine();
    }

    /** The last of several name servers; in place of a single one the first that is another, if there is any. */
    private String another(List<Address> addresses) {
        if (addresses.size() > 1) {
            return addresses.get(addresses.size() - 1).toString();
        }
        String single = addresses.isEmpty() ? "" : addresses.get(0).toString();
        return Arrays.stream(stage.cluster().nameServerAddresses().split(";", -1))
                .filter(address -> !address.equals(single))
                .findFirst()
                .orElse(single);
    }

    private static Effect closed(Client client, boolean fired) {
        client.close();
        return Effect.of(fired, client::restart);
    }

    private static Effect habit(Client client, Fault fault, UserCode.Misbehaviour misbehaviour) {
        UserCode.Habit habit = client.userCode().begin(misbehaviour, fault.trigger());
        return new Effect() {
            private long shown;

            @Override
            public void heal() {
                shown = client.userCode().end(habit);
                // A callback may have closed it.
                client.restart();
            }

            @Override
            public long firings() {
                return shown;
            }
        };
    }

    private static Effect limited(Client client, int maxInFlight) {
        Producer producer = client.producer();
        SendLimits before = producer.limits();
        producer.limits(new SendLimits(maxInFlight, before.maxInFlightBytes(), before.whenFull()));
        return Effect.healedBy(() -> {
            // Another producer has its own.
            if (client.producer() == producer) {
                producer.limits(before);
            }
        });
    }

    private static Effect reconfigured(Client client, UnaryOperator<ProducerConfig> change) {
        Producer producer = client.producer();
        ProducerConfig before = producer.config();
        ProducerConfig changed = change.apply(before);
        try {
            producer.reconfigure(changed);
        } catch (IllegalStateException e) {
            // It is closed, which another fault brought about.
            return Effect.of(false, () -> {});
        }
        return Effect.healedBy(() -> {
            if (client.producer() == producer) {
                try {
                    producer.reconfigure(before);
                } catch (IllegalStateException e) {
                    return;
                }
            }
        });
    }

    private Effect strobe(Client client, Fault fault) {
        Effect effect = repeatedly(
                fault, even -> simulated(client).skewWallClock(Duration.ofNanos(even ? STROBE_NANOS : -STROBE_NANOS)));
        return new Effect() {
            @Override
            public void heal() {
                effect.heal();
                simulated(client).skewWallClock(Duration.ZERO);
            }

            @Override
            public long firings() {
                return effect.firings();
            }
        };
    }

    /** The loop stands still for a while, and goes on for as long. */
    private Effect heldUp(Client client, Fault fault) {
        SimulatedMachine machine = simulated(client);
        Effect effect = repeatedly(fault, even -> {
            if (even) {
                machine.resume();
            } else {
                machine.pause();
            }
        });
        return new Effect() {
            @Override
            public void heal() {
                effect.heal();
                machine.resume();
            }

            @Override
            public long firings() {
                return effect.firings();
            }
        };
    }

    /** Does something every so often, first now, until the fault heals; the step hears whether its number is even. */
    private Effect repeatedly(Fault fault, Consumer<Boolean> step) {
        Repeated repeated = new Repeated(fault.amount(), step);
        repeated.run();
        return repeated;
    }

    private final class Repeated implements Effect, Runnable {
        private final long periodNanos;
        private final Consumer<Boolean> step;
        private boolean over;
        private long times;

        Repeated(long periodNanos, Consumer<Boolean> step) {
            this.periodNanos = periodNanos;
            this.step = step;
        }

        @Override
        public void run() {
            if (!over) {
                step.accept(++times % 2 == 0);
                stage.loop().schedule(this, periodNanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void heal() {
            over = true;
        }

        @Override
        public long firings() {
            return times;
        }
    }
}
