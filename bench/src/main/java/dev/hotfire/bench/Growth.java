// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How the cost of a send grows with what there is of everything: one point of a {@link Curve} after the other, each with a
 * client and a broker in JVMs of their own.
 */
public final class Growth {
    private static final List<String> CLIENT_JVM = List.of("-Xms1g", "-Xmx1g");

    private final Duration round;
    private final Duration warmUp;

    /**
     * @param round  how long each point is measured
     * @param warmUp how long it is driven before
     */
    public Growth(Duration round, Duration warmUp) {
        this.round = round;
        this.warmUp = warmUp;
    }

    /**
     * Measures a curve.
     *
     * @param progress hears what is done, in a few words
     * @throws IOException if a process fails or stalls
     */
    public List<GrowthPoint> run(Curve curve, Consumer<String> progress) throws IOException {
        List<GrowthPoint> points = new ArrayList<>();
        for (int size : curve.sizes()) {
            progress.accept(curve.id() + ": " + size);
            points.add(point(curve, size));
        }
        return points;
    }

    GrowthPoint point(Curve curve, int size) throws IOException {
        try (Child broker = BenchTarget.canned().start(false, curve.broker(size))) {
            String nameServer = BenchTarget.nameServer(broker.await("ready", Duration.ZERO));
            try (Child client = Child.start(
                    "client",
                    false,
                    CLIENT_JVM,
                    System.getProperty("java.class.path"),
                    GrowthWorker.class.getName(),
                    List.of(curve.name(), Integer.toString(size), nameServer))) {
                double held = Double.parseDouble(
                        client.await("held", Duration.ofMinutes(1)).substring("held ".length()));
                if (!curve.isDriven()) {
                    return GrowthPoint.of(curve, size, held);
                }
                play(client, warmUp);
                return GrowthPoint.of(curve, size, play(client, round), held);
            }
        }
    }

    private static Round play(Child client, Duration duration) throws IOException {
        client.tell("round " + duration.toMillis());
        return Round.parse(client.await("round", duration));
    }
}
