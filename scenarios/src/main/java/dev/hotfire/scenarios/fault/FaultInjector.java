// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Brings faults about, and heals them. Confined to the stage's loop; never waits.
 *
 * <p>Faults may overlap, also on one server: what links do, and what name servers say, is what all that are active make of it.
 */
public final class FaultInjector {
    private final Stage stage;
    private final NodeFaults nodes;
    private final RequestFaults requests;
    private final RouteFaults routes;
    private final ClientFaults clients;
    private final BiConsumer<Fault, Boolean> listener;
    private final Map<Fault, Effect> active = new LinkedHashMap<>();
    private final EnumMap<FaultId, Long> fired = new EnumMap<>(FaultId.class);

    /** @param listener told of each fault's begin (true) and end (false) */
    public FaultInjector(Stage stage, BiConsumer<Fault, Boolean> listener) {
        this.stage = stage;
        this.listener = listener;
        this.nodes = new NodeFaults(stage);
        this.requests = new RequestFaults(stage, nodes);
        this.routes = new RouteFaults(stage, nodes);
        this.clients = new ClientFaults(stage);
    }

    /** Begins a fault now, and heals it when its time is over. */
    public void begin(Fault fault) {
        if (active.containsKey(fault)) {
            return;
        }
        if (!fault.overTcp() && stage.simulated().isEmpty()) {
            throw new IllegalArgumentException(fault + " (expected: one that can be brought about over TCP)");
        }
        listener.accept(fault, true);
        active.put(fault, effectOf(fault));
        stage.loop().schedule(() -> heal(fault), fault.lasting().toNanos(), TimeUnit.NANOSECONDS);
    }

    private Effect effectOf(Fault fault) {
        return switch (fault.id().name().charAt(0)) {
            case 'T' ->
                fault.id().scope() == FaultId.Scope.REQUESTS
                        ? requests.begin(fault)
                        : fault.id() == FaultId.T17 ? routes.begin(fault) : nodes.begin(fault);
            case 'R' -> requests.begin(fault);
            case 'B' ->
                switch (fault.id()) {
                    case B01, B02, B04, B13, B14, B15, B17, B19, B20 -> requests.begin(fault);
                    case B09, B10 -> routes.begin(fault);
                    default -> nodes.begin(fault);
                };
            case 'N' -> fault.id() == FaultId.N08 ? clients.begin(fault) : routes.begin(fault);
            case 'C' -> clients.begin(fault);
            default -> throw new AssertionError(fault.id());
        };
    }

    private void heal(Fault fault) {
        Effect effect = active.remove(fault);
        if (effect != null) {
            effect.heal();
            fired.merge(fault.id(), effect.firings(), Long::sum);
            listener.accept(fault, false);
        }
    }

    /** Heals all that is active. */
    public void healAll() {
        for (Fault fault : active.keySet().toArray(new Fault[0])) {
            heal(fault);
        }
    }

    /** How often each fault that has healed hit something. */
    public Map<FaultId, Long> fired() {
        return new EnumMap<>(fired);
    }
}
