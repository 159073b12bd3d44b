// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.face.CoreDriver;
import dev.hotfire.conformance.kit.Answers;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import dev.hotfire.conformance.kit.TestedProducer;
import dev.hotfire.conformance.kit.UnsupportedException;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Lab;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our producer passes every case in simulated worlds too, in exact time. */
class SimulatedTest {
    static List<Case> cases() {
        return Catalogue.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passes(Case item) {
        SimulatedLab lab = new SimulatedLab();
        FakeCluster cluster = lab.start(item.cluster(FakeCluster.builder()
                .world(lab.world)
                .linkConditions(
                        LinkConditions.both(LinkDirection.CLEAR.withLatency(Latency.constant(Duration.ofMillis(1)))))));
        SimulatedDriver driver = new SimulatedDriver(lab.world);
        Trial trial = new Trial(item, lab, driver, cluster, "c");
        item.run(trial);
        assertThat(trial.judgement().failures()).isEmpty();
        assertThat(trial.judgement().weaknesses()).isEmpty();
        trial.cleanUp().forEach(call -> lab.await(call.first(), Duration.ofMinutes(1)));
        lab.stop(cluster);
        lab.world.close();
    }

    /** Waiting is stepping the world. */
    private static final class SimulatedLab implements Lab {
        private final SimulatedWorld world = SimulatedWorld.seeded(11);

        @Override
        public FakeCluster start(FakeCluster.Builder cluster) {
            return await(cluster.startAsync(), Duration.ofMinutes(1));
        }

        @Override
        public void stop(FakeCluster cluster) {
            await(cluster.closeAsync(), Duration.ofMinutes(1));
        }

        @Override
        public <T> T await(CompletableFuture<T> future, Duration limit) {
            if (!world.runUntil(future::isDone, limit)) {
                throw new LimitException(limit.toMillis() + " ms");
            }
            return future.join();
        }

        @Override
        public boolean until(BooleanSupplier condition, Duration limit) {
            // In steps, since conditions may have effects: sends, most of all.
            long deadline = nanoTime() + limit.toNanos();
            while (!condition.getAsBoolean()) {
                if (nanoTime() - deadline >= 0) {
                    return false;
                }
                world.runFor(Duration.ofMillis(5));
            }
            return true;
        }

        @Override
        public long nanoTime() {
            return world.nanosSinceBeginning();
        }
    }

    /** The core driver in the world that the cluster is in. */
    private static final class SimulatedDriver implements Driver {
        private final SimulatedWorld world;
        private final SimulatedMachine machine;
        private final Map<String, TestedProducer> producers = new LinkedHashMap<>();
        private final Map<String, SimulatedMachine> machines = new LinkedHashMap<>();
        private long lastId;

        SimulatedDriver(SimulatedWorld world) {
            this.world = world;
            this.machine = world.machine("driver");
        }

        @Override
        public String name() {
            return machine.name();
        }

        @Override
        public Set<String> features() {
            return Set.copyOf(CoreDriver.FEATURES);
        }

        @Override
        public Call ask(Map<String, Object> command) {
            Call call = new Call(++lastId, command, world.nanosSinceBeginning());
            Answers answers = new Answers(
                    call.id(),
                    line -> call.answered(new Answer(new Fields(Json.object(line)), world.nanosSinceBeginning())));
            Fields fields = new Fields(Json.object(Json.write(command)));
            String producer = fields.need("producer");
            try {
                switch (fields.need("do")) {
                    case "start" -> {
                        // Each on a machine of its own, as if each were a process.
                        SimulatedMachine own = world.machine(producer);
                        machines.put(producer, own);
                        producers.put(producer, CoreDriver.on(own, fields));
                        answers.give("done", Map.of());
                    }
                    case "close" ->
                        ((CoreDriver) producers.get(producer))
                                .closeAsync()
                                .whenComplete((nothing, failure) -> answers.give("done", Map.of()));
                    default -> producers.get(producer).act(fields, answers);
                }
            } catch (UnsupportedException e) {
                answers.unsupported(String.valueOf(e.getMessage()));
            } catch (Exception e) {
                answers.failed("other", null, null, e instanceof CompletionException wrapped ? wrapped.getCause() : e);
            }
            return call;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void close() {
            machines.values().forEach(SimulatedMachine::close);
        }
    }
}
