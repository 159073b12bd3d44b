// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.runtime.Machine;
import dev.hotfire.scenarios.fault.Client;
import dev.hotfire.scenarios.fault.UserCode;
import dev.hotfire.scenarios.language.Feature;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.Tuning;
import dev.hotfire.scenarios.watch.Watch;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One producer of a run: the one that callers use now, and those that come after it when it is closed. Confined to the
 * run's own loop, except where a method says otherwise.
 */
final class ClientProcess implements Client {
    private static final Duration IMPATIENCE = Duration.ofMillis(300);

    private final ProducerSpec spec;
    private final Machine machine;
    private final EventLoop loop;
    private final Watch watch;
    private final ProducerConfig config;
    private final @Nullable ProducerRuntime runtime;
    private final UserCode userCode;
    private final List<CompletableFuture<Void>> passing = new ArrayList<>();
    private volatile Producer producer;
    private @Nullable CompletableFuture<Void> closing;
    private boolean restartWanted;
    private boolean over;
    private int others;

    /**
     * @param runtime what it shares, null for a runtime of its own
     * @param loop    the run's
     */
    ClientProcess(
            ProducerSpec spec,
            ProducerConfig config,
            Machine machine,
            @Nullable ProducerRuntime runtime,
            EventLoop loop,
            Watch watch) {
        this.spec = spec;
        this.config = config;
        this.machine = machine;
        this.runtime = runtime;
        this.loop = loop;
        this.watch = watch;
        this.userCode = new UserCode(machine.random("user code " + spec.group()));
        this.producer = start();
    }

    /** What the specification says, as the producer's own configuration. */
    static ProducerConfig config(
            ProducerSpec spec,
            Tenancy tenancy,
            String nameServers,
            SendObserver observer,
            Watch watch,
            EventLoop itsLoop) {
        Tuning tuning = spec.tuning();
        UserHooks hooks = new UserHooks(spec.group(), watch, itsLoop);
        ProducerConfig.Builder config = ProducerConfig.builder(spec.group())
                .nameServers(nameServers)
                .profile(tuning.profile())
                .sendTimeout(spec.timeout())
                .retries(spec.retries())
                .asyncRetries(tuning.asyncRetries().orElse(spec.retries()))
                .namespace(tenancy.namespace())
                .credentials(tenancy.credentials())
                .isolation(spec.isolation())
                .detector(tuning.detector())
                .retryWhenNotStored(tuning.retryWhenNotStored())
                .trace(tuning.trace())
                .whenFull(WhenFull.REFUSE)
                .transactionChecker(half -> {
                    watch.inUserCode(spec.group(), itsLoop.inEventLoop());
                    return checked(spec.group(), half, watch);
                })
                .observer(observer);
        tuning.closeTimeout().ifPresent(config::closeTimeout);
        tuning.attemptTimeout().ifPresent(config::attemptTimeout);
        tuning.maxInFlight().ifPresent(config::maxInFlight);
        tuning.compressOver().ifPresent(config::compressOver);
        // How small bodies become changes nothing that is looked at, and the usual level takes a tenth of a run's time.
        config.compressLevel(1);
        tuning.batching().ifPresent(delay -> config.batching(Batching.DEFAULTS.withDelay(delay)));
        tuning.routeRefresh().ifPresent(config::routeRefresh);
        // Who beats quickly does so in the newer way, or the older, as it happens.
        tuning.heartbeat().ifPresent(period -> config.heartbeat(period).heartbeatV2(period.toMillis() % 2 == 0));
        tuning.maxInFlightBytes().ifPresent(config::maxInFlightBytes);
        tuning.maxMessageBytes().ifPresent(config::maxMessageBytes);
        tuning.idleTimeout().ifPresent(config::idleTimeout);
        tuning.features().forEach(feature -> add(feature, config));
        if (tuning.hooks()) {
            config.sendHooks(List.of(hooks))
                    .requestHooks(List.of(new UserHooks.OfRequests(watch, itsLoop)))
                    .endTransactionHooks(List.of(hooks));
        }
        return config.build();
    }

    private static void add(Feature feature, ProducerConfig.Builder config) {
        switch (feature) {
            case LZ4 -> config.compression(Compression.LZ4);
            case ZSTD -> config.compression(Compression.ZSTD);
            case UNIT -> config.unitName("unit-1").unitMode(true);
            case STREAM -> config.streamRequests(true);
            case ZONE -> config.zone("zone-1", "near");
            case IMPATIENT -> config.connectTimeout(IMPATIENCE);
            case TENANT -> {
                // All have the namespace of their run.
            }
        }
    }

    /** Whether callers that wait for their sends' ends have them retried by rules of their own. */
    boolean callersRuleThemselves() {
        Tuning tuning = spec.tuning();
        return tuning.profile() == Profile.DEFAULT && tuning.batching().isEmpty();
    }

    /** What becomes of a transaction that a broker asks about: one in four is rolled back, and a few can't be told. */
    private static TransactionState checked(String group, StoredMessage half, Watch watch) {
        String uniqueId = half.properties().getOrDefault(PropertyNames.UNIQ_KEY, "");
        if (half.bodyCrc() % 7 == 1) {
            watch.decided(group, uniqueId, TransactionState.UNKNOWN, true);
            throw new IllegalStateException("a checker that fails");
        }
        boolean rolledBack = half.bodyCrc() % 4 == 0;
        TransactionState state = rolledBack ? TransactionState.ROLLBACK : TransactionState.COMMIT;
        watch.decided(group, uniqueId, state, true);
        return state;
    }

    private Producer start() {
        Producer started = runtime == null ? Hotfire.start(config, machine) : runtime.start(config);
        watch.joined(
                spec.group(),
                machine.host(),
                spec.tuning().runtime().orElse(spec.group()),
                machine.clock(),
                started::config,
                started.config());
        return started;
    }

    ProducerSpec spec() {
        return spec;
    }

    @Override
    public String group() {
        return spec.group();
    }

    @Override
    public Machine machine() {
        return machine;
    }

    /** {@inheritDoc} May be called from any thread. */
    @Override
    public Producer producer() {
        return producer;
    }

    @Override
    public UserCode userCode() {
        return userCode;
    }

    @Override
    public boolean sharesRuntime() {
        return runtime != null;
    }

    @Override
    public void close() {
        restartWanted = false;
        if (closing == null) {
            watch.closing(spec.group(), false);
            closing = producer.closeAsync();
            closing.whenComplete((none, failure) -> {
                watch.closed(spec.group());
                loop.execute(this::onClosed);
            });
        }
    }

    /** Closes from within a callback. May be called from any thread. */
    void closeFromCallback() {
        Producer current = producer;
        watch.closing(spec.group(), false);
        current.closeAsync();
        loop.execute(() -> {
            if (producer == current) {
                close();
            }
        });
    }

    private void onClosed() {
        if (restartWanted) {
            restart();
        }
    }

    @Override
    public void restart() {
        if (closing == null || over) {
            return;
        }
        if (closing.isDone()) {
            producer = start();
            closing = null;
            restartWanted = false;
        } else {
            restartWanted = true;
        }
    }

    @Override
    public void comeAndGo() {
        ProducerConfig.Builder other = config.toBuilder(spec.group() + "-" + ++others);
        passing.add(Hotfire.start(other.observer(SendObserver.NONE).build(), machine)
                .closeAsync());
    }

    /** Closes for good; completes when nothing is left. */
    CompletableFuture<Void> end() {
        over = true;
        List<CompletableFuture<Void>> all = new ArrayList<>(passing);
        watch.closing(spec.group(), true);
        all.add(producer.closeAsync().whenComplete((none, failure) -> watch.closed(spec.group())));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }
}
