// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.connect.Outbox.Oneway;
import dev.hotfire.wire.frame.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> ends = new ArrayList<>();
    private final Outbox outbox = new Outbox((oneways, cause) -> oneways.forEach(one -> ends.add(
            one.ticket() + (cause == null ? " taken" : " " + cause.getClass().getSimpleName()))));

    /** Whatever their sizes, the peer gets all bytes in their order, and every buffer is released. */
    @Property(tries = 300)
    void theStreamIsThatOfAllFrames(@ForAll @Size(max = 60) List<@IntRange(min = 1, max = 5_000) Integer> sizes) {
        ByteBuf expected = Unpooled.buffer();
        List<ByteBuf> frames = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            ByteBuf frame = frame(i, sizes.get(i));
            frames.add(frame);
            expected.writeBytes(frame, 0, sizes.get(i));
            outbox.add(frame, null, channel);
        }
        assertThat(sent()).isEqualTo(expected);
        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
    }

    @Test
    void smallFramesTravelTogetherAndLargeOnesAsTheyAre() {
        ByteBuf large = frame(2, 4_096);
        outbox.add(frame(0, 300), null, channel);
        outbox.add(frame(1, 300), null, channel);
        outbox.add(large, null, channel);
        outbox.add(frame(3, 300), null, channel);
        outbox.writeTo(channel);
        channel.flush();
        List<ByteBuf> writes = new ArrayList<>();
        for (ByteBuf write = channel.readOutbound(); write != null; write = channel.readOutbound()) {
            writes.add(write);
        }
        assertThat(writes).extracting(ByteBuf::readableBytes).containsExactly(600, 4_096, 300);
        assertThat(writes.get(1)).isSameAs(large);
        writes.forEach(ByteBuf::release);
    }

    @Test
    void aFrameThatIsAloneIsNotCopied() {
        ByteBuf alone = frame(0, 300);
        outbox.add(alone, null, channel);
        outbox.writeTo(channel);
        channel.flush();
        assertThat(channel.<ByteBuf>readOutbound()).isSameAs(alone);
        alone.release();
    }

    @Test
    void onewayCallsEndWithTheBytesTheyTravelledIn() {
        outbox.add(frame(0, 300), new Oneway(new NoCall(), 1), channel);
        outbox.add(frame(1, 300), null, channel);
        outbox.add(frame(2, 300), new Oneway(new NoCall(), 2), channel);
        outbox.writeTo(channel);
        assertThat(ends).isEmpty();
        sent().release();
        assertThat(ends).containsExactly("1 taken", "2 taken");
        outbox.add(frame(3, 300), new Oneway(new NoCall(), 3), channel);
        channel.close();
        ends.clear();
        outbox.writeTo(channel);
        assertThat(ends).hasSize(1).first().asString().startsWith("3 ").contains("ClosedChannel");
    }

    private ByteBuf sent() {
        outbox.writeTo(channel);
        channel.flush();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf write = channel.readOutbound(); write != null; write = channel.readOutbound()) {
            all.writeBytes(write);
            write.release();
        }
        return all;
    }

    private static ByteBuf frame(int which, int bytes) {
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) which);
        return Unpooled.copiedBuffer(content);
    }

    private static final class NoCall extends Call {
        @Override
        protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
            throw new AssertionError("asked for a frame");
        }

        @Override
        protected void onReply(Frame reply, long nowNanos) {}

        @Override
        protected void onLost(boolean written, IOException cause, long nowNanos) {}

        @Override
        protected void onDeadline(long nowNanos) {}
    }
}
