// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.ControlFunction;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong in the arena. Unless it says "all", one broker is hit, the first; {@link Truth} says who, for which sends,
 * and when.
 */
public enum ArenaFault {
    /** Nothing is wrong. */
    HEALTHY("nothing; service times are log-normal, median 2 ms, 99.9 % within 12.8 ms", stage -> {}),
    /** Nothing is wrong, but tails are long. */
    HEALTHY_PARETO(
            "nothing; service times have a Pareto tail: at least 1 ms, one in a thousand over 100 ms", stage -> {}),
    /** Connections stay open, and nothing gets through them. */
    SILENT("nothing gets through to the broker or back; connections stay open", stage -> {
        stage.bad(0);
        FakeBroker broker = stage.broker(0);
        stage.during(
                () -> broker.linkConditions(LinkConditions.CLEAR.blackholed()),
                () -> broker.linkConditions(LinkConditions.CLEAR));
    }),
    /** The machine is gone: neither connections nor attempts to make one are answered. */
    VANISHED("the broker's machine loses power, connects are not answered either", stage -> {
        stage.bad(0);
        FakeBroker broker = stage.broker(0);
        stage.during(broker::powerOff, () -> revive(broker));
    }),
    /** Sends are read and forgotten, all other requests are answered. */
    SILENT_SENDS("the broker ignores sends, and answers everything else", stage -> {
        stage.bad(0);
        disturb(stage, 0, request -> new FaultAction.Silent());
    }),
    /** Stored, and nobody hears of it. */
    RESPONSE_LOST("the broker stores, its answers to sends are lost", stage -> {
        stage.bad(0);
        disturb(stage, 0, request -> new FaultAction.StoreThenSilent());
    }),
    /** A little slow. */
    BROWN_OUT_MILD("the broker takes longer, by 40 ms in the median (log-normal)", stage -> {
        stage.bad(0);
        slower(stage, 0, 40);
    }),
    /** Slow. */
    BROWN_OUT("the broker takes longer, by 400 ms in the median (log-normal)", stage -> {
        stage.bad(0);
        slower(stage, 0, 400);
    }),
    /** One in five sends is lost. */
    GRAY("the broker ignores one send in five", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(stage, 0, request -> random.chance(0.2) ? new FaultAction.Silent() : new FaultAction.PassOn());
    }),
    /** Large ones are lost. */
    GRAY_SIZE("the broker ignores sends with large bodies, one in five", stage -> {
        stage.bad(0, stage.begin(), stage.heal(), Truth.Sent::large);
        disturb(stage, 0, request -> only(stage, request.frame().body().length >= ArenaMessages.LARGE_BYTES));
    }),
    /** Those of one topic are lost. */
    GRAY_TOPIC("the broker ignores sends to one topic, one in five", stage -> {
        stage.bad(0, stage.begin(), stage.heal(), Truth.Sent::second);
        disturb(
                stage,
                0,
                request -> only(
                        stage, ArenaMessages.SECOND_TOPIC.equals(request.facts().topic())));
    }),
    /** Dies and comes back. */
    FLAPPING("the broker's process dies every 2 s and is back 1 s later", stage -> {
        FakeBroker broker = stage.broker(0);
        for (long at = stage.begin(); at < stage.heal(); at += 2 * ArenaStage.SECOND) {
            long back = Math.min(at + ArenaStage.SECOND, stage.heal());
            stage.bad(0, at, back, null);
            stage.at(at, () -> broker.server().crashAsync());
            stage.at(back, () -> revive(broker));
        }
    }),
    /** Silent and back. */
    FLAPPING_SILENT("the broker ignores sends for 1 s out of 2", stage -> {
        for (long at = stage.begin(); at < stage.heal(); at += 2 * ArenaStage.SECOND) {
            long back = Math.min(at + ArenaStage.SECOND, stage.heal());
            stage.bad(0, at, back, null);
            stage.at(at, () -> stage.service(0).disturb(request -> new FaultAction.Silent()));
            stage.at(back, () -> stage.service(0).disturb(null));
        }
    }),
    /** Fast, and fails. */
    SINKHOLE("the broker answers sends at once with SYSTEM_ERROR and stores nothing", stage -> {
        stage.bad(0);
        disturb(stage, 0, request -> new FaultAction.Answer(ResponseCode.SYSTEM_ERROR, "store putMessage return null"));
    }),
    /** Stands still now and then, as a process that collects garbage. */
    PAUSES("the broker stands still for 600 ms every 5 s", stage -> {
        FakeBroker broker = stage.broker(0);
        for (long at = stage.begin(); at < stage.heal(); at += 5 * ArenaStage.SECOND) {
            pause(stage, broker, at);
        }
    }),
    /** Stands still once. */
    PAUSE("the broker stands still once, for 600 ms", stage -> {
        FakeBroker broker = stage.broker(0);
        pause(stage, broker, stage.begin());
    }),
    /** All are busy. */
    ALL_BUSY("all brokers answer sends with SYSTEM_BUSY", stage -> {
        for (int i = 0; i < stage.count(); i++) {
            stage.bad(i);
            disturb(
                    stage,
                    i,
                    request -> new FaultAction.Answer(
                            ResponseCode.SYSTEM_BUSY,
                            "[PCBUSY_CLEAN_QUEUE]broker busy, start flow control for a while"));
        }
    }),
    /** All are slow. */
    ALL_SLOW("all brokers take longer, by 400 ms in the median (log-normal)", stage -> {
        for (int i = 0; i < stage.count(); i++) {
            stage.bad(i);
            slower(stage, i, 400);
        }
    }),
    /** All but one are gone. */
    ALL_BUT_ONE_DOWN("all brokers but the last are dead: connections are refused", stage -> {
        for (int i = 0; i < stage.count() - 1; i++) {
            stage.bad(i);
            FakeBroker broker = stage.broker(i);
            stage.during(() -> broker.server().crashAsync(), () -> revive(broker));
        }
    }),
    /** Half of them are silent. */
    HALF_SILENT("half of the brokers, rounded down, ignore sends", stage -> {
        for (int i = 0; i < stage.count() / 2; i++) {
            stage.bad(i);
            disturb(stage, i, request -> new FaultAction.Silent());
        }
    }),
    /** Not enough room for all. */
    CAPACITY_HALF(
            "all brokers have room for half of what they had; the load is 90 % of what they had",
            stage -> {
                double room = stage.load() / 0.9;
                for (int i = 0; i < stage.count(); i++) {
                    stage.bad(i);
                    int broker = i;
                    stage.bound(broker, room);
                    stage.during(() -> stage.service(broker).capacity(room / 2), () -> stage.service(broker)
                            .capacity(room));
                }
            }),
    /** One after the other is restarted. */
    ROLLING_RESTART(
            "one broker after the other shuts down in an orderly way and is back 1 s later, or when it is the next one's turn",
            stage -> {
                long step = stage.cell().phases().faultNanos() / stage.count();
                for (int i = 0; i < stage.count(); i++) {
                    FakeBroker broker = stage.broker(i);
                    long at = stage.begin() + i * step;
                    long back = at + Math.min(ArenaStage.SECOND, step);
                    stage.bad(i, at, back, null);
                    stage.at(at, () -> broker.shutdownGracefullyAsync(Duration.ZERO));
                    stage.at(back, () -> revive(broker));
                }
            }),
    /** A master dies, its slave takes over. */
    SLAVE_TAKEOVER("the broker's master dies; 3 s later its slave is the master", stage -> {
        FakeBroker broker = stage.broker(0);
        long taken = Math.min(stage.begin() + 3 * ArenaStage.SECOND, stage.heal());
        // Clients learn the new address when they read the route anew; nobody can know it before.
        stage.bad(new Truth.Spell(0, stage.begin(), taken, stage.heal(), null));
        stage.at(stage.begin(), () -> broker.server().crashAsync());
        stage.at(taken, () -> stage.cluster().failOver(broker.brokerName()));
        stage.at(stage.heal(), () -> revive(broker));
    }),
    /** A message that no broker takes. */
    POISON("one message in fifty is refused by every broker with MESSAGE_ILLEGAL", stage -> {
        for (int i = 0; i < stage.count(); i++) {
            disturb(
                    stage,
                    i,
                    request -> ArenaMessages.isPoison(request.frame().body())
                            ? new FaultAction.Answer(ResponseCode.MESSAGE_ILLEGAL, "the message is illegal")
                            : new FaultAction.PassOn());
        }
    }),
    /** A message that makes every broker fail. */
    POISON_ERROR("one message in fifty is answered by every broker with SYSTEM_ERROR", stage -> {
        for (int i = 0; i < stage.count(); i++) {
            disturb(
                    stage,
                    i,
                    request -> ArenaMessages.isPoison(request.frame().body())
                            ? new FaultAction.Answer(ResponseCode.SYSTEM_ERROR, "java.lang.NullPointerException")
                            : new FaultAction.PassOn());
        }
    }),
    /** Queues go away. */
    SHRINKING_QUEUES(
            "the broker has two queues instead of eight; clients know of eight until they read the route", stage -> {
                stage.bad(0, stage.begin(), stage.heal(), sent -> sent.queueId() >= 2);
                String broker = stage.broker(0).name();
                stage.during(
                        () -> {
                            queues(stage, broker, 2);
                            stage.service(0).disturb(request -> {
                                Integer queueId = request.facts().queueId();
                                if (queueId != null && queueId >= 2) {
                                    stage.hit();
                                }
                                return new FaultAction.PassOn();
                            });
                        },
                        () -> {
                            queues(stage, broker, ArenaMessages.QUEUES);
                            stage.service(0).disturb(null);
                        });
            }),
    /** Slow with large ones only. */
    SLOW_SIZE("the broker takes 400 ms for large bodies, one send in five", stage -> {
        stage.bad(0, stage.begin(), stage.heal(), Truth.Sent::large);
        disturb(stage, 0, request -> late(stage, request.frame().body().length >= ArenaMessages.LARGE_BYTES));
    }),
    /** Slow with one topic only. */
    SLOW_TOPIC("the broker takes 400 ms for one topic, one send in five", stage -> {
        stage.bad(0, stage.begin(), stage.heal(), Truth.Sent::second);
        disturb(
                stage,
                0,
                request -> late(
                        stage, ArenaMessages.SECOND_TOPIC.equals(request.facts().topic())));
    }),
    /** Slower and slower. */
    GROWING_DELAY("the broker takes longer and longer, up to a second more", stage -> {
        stage.bad(0);
        double faultNanos = stage.cell().phases().faultNanos();
        stage.during(
                () -> stage.service(0).slower(random ->
                        (long) (ArenaStage.SECOND * Math.max(0, stage.now() - stage.begin()) / faultNanos)),
                () -> stage.service(0).slower(null));
    }),
    /** Two take turns in being silent. */
    ALTERNATING("the first and the last broker ignore sends in turns of 2 s", stage -> {
        boolean first = true;
        for (long at = stage.begin(); at < stage.heal(); at += 2 * ArenaStage.SECOND) {
            long back = Math.min(at + 2 * ArenaStage.SECOND, stage.heal());
            int broker = first ? 0 : stage.count() - 1;
            stage.bad(broker, at, back, null);
            stage.at(at, () -> stage.service(broker).disturb(request -> new FaultAction.Silent()));
            stage.at(back, () -> stage.service(broker).disturb(null));
            first = !first;
        }
    }),
    /** Connections break. */
    RESETS("the broker resets the connection of every other send", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(stage, 0, request -> random.chance(0.5) ? new FaultAction.ResetBefore() : new FaultAction.PassOn());
    }),
    /** Busy now and then. */
    BUSY_HALF("the broker answers every other send with SYSTEM_BUSY", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(
                stage,
                0,
                request -> random.chance(0.5)
                        ? new FaultAction.Answer(
                                ResponseCode.SYSTEM_BUSY,
                                "[PCBUSY_CLEAN_QUEUE]broker busy, start flow control for a while")
                        : new FaultAction.PassOn());
    }),
    /** All lose some. */
    ALL_GRAY("all brokers ignore one send in five", stage -> {
        RandomSource random = stage.random();
        for (int i = 0; i < stage.count(); i++) {
            stage.bad(i);
            disturb(stage, i, request -> random.chance(0.2) ? new FaultAction.Silent() : new FaultAction.PassOn());
        }
    }),
    /** Loses a few. */
    GRAY_LIGHT("the broker ignores one send in twenty", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(stage, 0, request -> random.chance(0.05) ? new FaultAction.Silent() : new FaultAction.PassOn());
    }),
    /** Loses most. */
    GRAY_HEAVY("the broker ignores two sends in three", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(stage, 0, request -> random.chance(0.67) ? new FaultAction.Silent() : new FaultAction.PassOn());
    }),
    /** Stalls now and then, for a single send. */
    SLOW_SOME("the broker takes 400 ms for one send in five, by chance", stage -> {
        stage.bad(0);
        RandomSource random = stage.random();
        disturb(stage, 0, request -> random.chance(0.2) ? late() : new FaultAction.PassOn());
    }),
    /** Not enough room on one. */
    CAPACITY_ONE("the broker has room for half of its share, the others for twice theirs", stage -> {
        stage.bad(0);
        double room = stage.load();
        for (int i = 0; i < stage.count(); i++) {
            stage.bound(i, 2 * room);
        }
        stage.during(() -> stage.service(0).capacity(room / 2), () -> stage.service(0)
                .capacity(2 * room));
    });

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final Consumer<ArenaStage> script;

    ArenaFault(String title, Consumer<ArenaStage> script) {
        this.title = title;
        this.script = script;
    }

    private static void pause(ArenaStage stage, FakeBroker broker, long at) {
        long end = Math.min(at + 600 * ArenaStage.MILLI, stage.heal());
        stage.bad(0, at, end, null);
        stage.at(at, broker::pause);
        stage.at(end, broker::resume);
    }

    private static void disturb(ArenaStage stage, int broker, ControlFunction how) {
        stage.during(() -> stage.service(broker).disturb(how), () -> stage.service(broker)
                .disturb(null));
    }

    private static void slower(ArenaStage stage, int broker, long millis) {
        stage.during(
                () -> stage.service(broker).slower(ArenaStage.logNormal((double) millis * ArenaStage.MILLI)),
                () -> stage.service(broker).slower(null));
    }

    private static FaultAction only(ArenaStage stage, boolean meant) {
        if (!meant) {
            return new FaultAction.PassOn();
        }
        stage.hit();
        return new FaultAction.Silent();
    }

    private static FaultAction late(ArenaStage stage, boolean meant) {
        if (!meant) {
            return new FaultAction.PassOn();
        }
        stage.hit();
        return late();
    }

    private static FaultAction late() {
        return new FaultAction.Delay(new Latency.Constant(400 * ArenaStage.MILLI));
    }

    private static void queues(ArenaStage stage, String broker, int count) {
        for (String topic : ArenaMessages.TOPICS) {
            stage.cluster().writeQueues(topic, broker, count);
            stage.cluster().readQueues(topic, broker, count);
        }
    }

    private static void revive(FakeBroker broker) {
        ServerState state = broker.state();
        if (state != ServerState.RUNNING && state != ServerState.STARTING && state != ServerState.CLOSED) {
            broker.server().restartAsync();
        }
    }

    /** What it is called on command lines and in reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What happens, in a sentence. */
    public String title() {
        return title;
    }

    /** Whether it needs a slave for each broker. */
    boolean wantsSlaves() {
        return this == SLAVE_TAKEOVER;
    }

    /** Whether brokers have room for so many sends only, as the cell's rate says. */
    public boolean boundsRoom() {
        return this == CAPACITY_HALF || this == CAPACITY_ONE;
    }

    /** Writes what happens into the stage's script, and what is true into its truth. */
    void prepare(ArenaStage stage) {
        script.accept(stage);
    }

    /**
     * The fault of this name.
     *
     * @throws IllegalArgumentException naming the value and those that there are
     */
    public static ArenaFault of(@Nullable String id) {
        return Arrays.stream(values())
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + id + "' (expected: one of "
                        + Arrays.stream(values()).map(ArenaFault::id).collect(Collectors.joining(", ")) + ")"));
    }
}
