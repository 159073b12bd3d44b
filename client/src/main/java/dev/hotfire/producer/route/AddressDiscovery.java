// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.producer.NameServerAddresses;
import dev.hotfire.producer.NameServerDiscovery;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds name servers for a producer that was given no addresses, and keeps {@link NameServers} up to date (B-NAMESRV-05,
 * W-18.5). Asks an address server over HTTP, or the user's {@link NameServerDiscovery} on a thread of its own. What fails
 * leaves the last list in place. Confined to the loop.
 */
public final class AddressDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(AddressDiscovery.class);

    /** From one answer to the next question, as the official client. */
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** The same while there is no list at all: the official client begins its rounds after this time. */
    private static final long EMPTY_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long an address server may take, as with the official client. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Machine machine;
    private final EventLoop loop;
    private final NameServers nameServers;
    private final @Nullable NameServerDiscovery own;
    private final @Nullable URI url;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable HttpGet asking;
    private int attempt;
    private boolean closed;

    private AddressDiscovery(ProducerConfig config, Machine machine, EventLoop loop, NameServers nameServers) {
        this.machine = machine;
        this.loop = loop;
        this.nameServers = nameServers;
        this.own = config.nameServerDiscovery();
        this.url = withUnit(config.nameServerUrl(), config.unitName());
    }

    private static @Nullable URI withUnit(@Nullable URI url, @Nullable String unit) {
        return url == null || unit == null ? url : URI.create(url + "-" + unit + "?nofix=1");
    }

    /** Begins to ask, unless the configuration has addresses; then there is nothing to discover, and null. */
    public static @Nullable AddressDiscovery start(
            ProducerConfig config, Machine machine, EventLoop loop, NameServers nameServers) {
        if (!config.nameServers().isEmpty()) {
            return null;
        }
        AddressDiscovery discovery = new AddressDiscovery(config, machine, loop, nameServers);
        nameServers.discovering(true);
        loop.execute(discovery::ask);
        return discovery;
    }

    private void ask() {
        timer = null;
        if (closed) {
            return;
        }
        URI server = url;
        if (own != null) {
            askOwn(own);
        } else if (server != null) {
            asking = HttpGet.start(
                    machine, loop, server, attempt++ & Integer.MAX_VALUE, ANSWER_NANOS, new HttpGet.Listener() {
                        @Override
                        public void onBody(String body) {
                            onAnswer(body);
                        }

                        @Override
                        public void onFailure(IOException cause) {
                            AddressDiscovery.this.onFailure(cause);
                        }
                    });
        } else {
            throw new IllegalStateException("nothing to discover name servers with");
        }
    }

    private void askOwn(NameServerDiscovery discovery) {
        try {
            machine.executor("name server discovery", 1).execute(() -> {
                Runnable next;
                try {
                    String answer = discovery.addresses();
                    next = () -> onAnswer(answer);
                } catch (Exception e) {
                    if (e instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    next = () -> onFailure(e);
                }
                backOnLoop(next);
            });
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("machine closed below the discovery of name servers");
        }
    }

    private void backOnLoop(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while name servers were discovered");
        }
    }

    @SuppressWarnings("ConstantValue") // A user's discovery without null analysis may return null.
    private void onAnswer(String answer) {
        if (closed) {
            return;
        }
        List<Address> found;
        try {
            // The list is the first line; whatever an address server sends after it is not for us.
            found = NameServerAddresses.parse(
                    answer == null ? "" : answer.strip().lines().findFirst().orElse(""));
        } catch (IllegalArgumentException e) {
            onFailure(e);
            return;
        }
        nameServers.discovering(false);
        if (nameServers.update(found)) {
            LOG.info("name servers are {}", found);
        }
        arm();
    }

    private void onFailure(Exception cause) {
        if (closed) {
            return;
        }
        nameServers.discovering(false);
        LOG.warn("name servers were not discovered, {} stay: {}", nameServers.addresses(), cause.toString());
        arm();
    }

    private void arm() {
        long periodNanos = nameServers.addresses().isEmpty() ? EMPTY_PERIOD_NANOS : PERIOD_NANOS;
        timer = loop.schedule(this::ask, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Asks no more; what is under way has no effect. */
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (asking != null) {
            asking.cancel();
        }
    }
}
