// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sockets that producers connect with. */
@Timeout(60)
class SocketOptionsTest {
    @ChannelHandler.Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {}

    @Test
    @Tag("B-REMOTE-03")
    void smallFramesGoAtOnceAndTheKernelSendsNoSignsOfLife() throws Exception {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("m");
            Channel listening = machine.listen(0, new Nothing()).sync().channel();
            Channel connected = machine.connect(
                            machine.nextLoop(),
                            new Address("127.0.0.1", machine.portOf(listening)),
                            TimeUnit.SECONDS.toNanos(30),
                            new Nothing())
                    .sync()
                    .channel();
            assertThat(connected.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
            assertThat(connected.config().getOption(ChannelOption.SO_KEEPALIVE)).isFalse();
        }
    }
}
