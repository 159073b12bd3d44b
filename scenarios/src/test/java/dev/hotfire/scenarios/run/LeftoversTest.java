// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LeftoversTest {
    @Test
    void worldThatWasTidiedUpHasNone() {
        SimulatedWorld world = SimulatedWorld.seeded(1);
        world.machine("producer pg").allocator().buffer(100).release();
        Leftovers leftovers = new Leftovers(world);
        leftovers.afterTheProducers("producer ");
        world.close();
        assertThat(leftovers.afterTheWorld().holds()).isTrue();
    }

    @Test
    void timerAndConnectionOfAClosedProducerAreFound() {
        SimulatedWorld world = SimulatedWorld.seeded(1);
        SimulatedMachine machine = world.machine("producer pg");
        machine.nextLoop().execute(() -> machine.nextLoop().schedule(() -> {}, 1, TimeUnit.HOURS));
        machine.listen(0, new ChannelInboundHandlerAdapter());
        world.machine("broker-a").listen(0, new ChannelInboundHandlerAdapter());
        world.settle();
        Leftovers leftovers = new Leftovers(world);
        leftovers.afterTheProducers("producer ");
        world.close();
        assertThat(leftovers.afterTheWorld().examples())
                .containsExactly("producer pg: a timer is still set", "producer pg: 1 channels are still open");
    }

    @Test
    void bufferThatNobodyReleasedIsFoundOnAnyMachine() {
        SimulatedWorld world = SimulatedWorld.seeded(1);
        ByteBuf forgotten = world.machine("broker-a").allocator().heapBuffer(100);
        Leftovers leftovers = new Leftovers(world);
        world.close();
        Verdict verdict = leftovers.afterTheWorld();
        assertThat(verdict.id()).isEqualTo("I18");
        assertThat(verdict.examples()).containsExactly("broker-a: 100 bytes of buffers were not released");
        forgotten.release();
    }
}
