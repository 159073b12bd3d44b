// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinkHandlerTest {
    private long nanos = 5;
    private final MachineClock clock = new MachineClock() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    };

    @Test
    void passesEverythingOnAtOnceWhileNothingIsWrong() {
        EmbeddedChannel channel = channel(LinkConditions.CLEAR);
        channel.writeInbound(bytes("request"));
        assertThat(inbound(channel)).containsExactly("request");
        channel.writeOutbound(bytes("answer"));
        assertThat(outbound(channel)).containsExactly("answer");
        finish(channel);
    }

    @Test
    void latencyHoldsBytesBackToTheNanosecond() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(3))));
        channel.writeInbound(bytes("request"));
        channel.writeOutbound(bytes("answer"));
        advance(channel, 2_999_999);
        assertThat(inbound(channel)).isEmpty();
        assertThat(outbound(channel)).isEmpty();
        advance(channel, 1);
        assertThat(inbound(channel)).containsExactly("request");
        assertThat(outbound(channel)).containsExactly("answer");
        finish(channel);
    }

    @Test
    void laterBytesNeverOvertakeEarlierOnes() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        LinkHandler link = channel.pipeline().get(LinkHandler.class);
        channel.writeInbound(bytes("slow"));
        link.conditions(LinkConditions.CLEAR);
        channel.writeInbound(bytes("quick"));
        assertThat(inbound(channel)).isEmpty();
        advance(channel, 5_000_000);
        assertThat(String.join("", inbound(channel))).isEqualTo("slowquick");
        finish(channel);
    }

    /** T12: a peer that wrote slowly has a backlog, which must not outlive the fault by its whole length. */
    @Test
    void backlogOfASlowLinkPassesAtTheNewPaceOnceItIsFaster() {
        LinkDirection slow = LinkDirection.CLEAR.withMaxSliceBytes(1).withSliceInterval(Duration.ofSeconds(1));
        EmbeddedChannel channel = channel(LinkConditions.both(slow));
        LinkHandler link = channel.pipeline().get(LinkHandler.class);
        channel.writeOutbound(bytes("answer"));
        advance(channel, 1_000_000_000);
        assertThat(String.join("", outbound(channel))).isEqualTo("an");
        link.conditions(LinkConditions.both(slow.withSliceInterval(Duration.ofSeconds(5))));
        advance(channel, 1_000_000_000);
        assertThat(String.join("", outbound(channel))).isEqualTo("s");
        link.conditions(LinkConditions.both(slow.withSliceInterval(Duration.ofMillis(10))));
        advance(channel, 1_000_000_000);
        assertThat(String.join("", outbound(channel))).isEqualTo("w");
        advance(channel, 10_000_000);
        assertThat(String.join("", outbound(channel))).isEqualTo("e");
        link.conditions(LinkConditions.CLEAR);
        channel.writeOutbound(bytes(", and another"));
        advance(channel, 10_000_000);
        assertThat(String.join("", outbound(channel))).isEqualTo("r, and another");
        finish(channel);
    }

    /** T08 and T09: the sender notices nothing, in either direction, and what was under way is lost too. */
    @Test
    void aBlackholeSwallowsWhatComesAndWhatIsUnderWay() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        LinkHandler link = channel.pipeline().get(LinkHandler.class);
        channel.writeInbound(bytes("under way"));
        ByteBuf answer = bytes("answer under way");
        channel.writeOutbound(answer);
        link.conditions(link.conditions().blackholed());
        channel.writeInbound(bytes("later"));
        assertThat(channel.writeOneOutbound(bytes("later")).isSuccess()).isTrue();
        advance(channel, 60_000_000_000L);
        assertThat(inbound(channel)).isEmpty();
        assertThat(outbound(channel)).isEmpty();
        assertThat(channel.isActive()).isTrue();
        assertThat(answer.refCnt()).isZero();

        link.conditions(LinkConditions.CLEAR);
        channel.writeInbound(bytes("healed"));
        assertThat(inbound(channel)).containsExactly("healed");
        finish(channel);
    }

    @Test
    void aBlackholeCanBeOneWay() {
        EmbeddedChannel channel =
                channel(new LinkConditions(LinkDirection.CLEAR, LinkDirection.CLEAR.withBlackhole(true)));
        channel.writeInbound(bytes("stored"));
        channel.writeOutbound(bytes("but never answered"));
        assertThat(inbound(channel)).containsExactly("stored");
        assertThat(outbound(channel)).isEmpty();
        finish(channel);
    }

    @Test
    void ourOwnCloseLeavesBehindWhatWasWrittenBeforeIt() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        channel.writeOutbound(bytes("last words"));
        channel.pipeline().get(LinkHandler.class).cut();
        assertThat(channel.isActive()).isTrue();
        advance(channel, 5_000_000);
        advance(channel, 1);
        assertThat(outbound(channel)).containsExactly("last words");
        assertThat(channel.isActive()).isFalse();
        finish(channel);
    }

    @Test
    void aResetTakesWhatIsUnderWayAlong() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        ByteBuf lost = bytes("lost");
        channel.writeOutbound(lost);
        channel.pipeline().get(LinkHandler.class).reset();
        assertThat(channel.isActive()).isFalse();
        assertThat(outbound(channel)).isEmpty();
        assertThat(lost.refCnt()).isZero();
        finish(channel);
    }

    /**
     * Two closes were under way when a reset came: the first, dropped, closed the channel, which queued a close behind the
     * second, and so on for ever. The simulator found it, in a run that stood still.
     */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aResetEndsAChannelThatIsBeingClosedTwice() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        channel.writeOutbound(bytes("last words"));
        LinkHandler link = channel.pipeline().get(LinkHandler.class);
        link.cut();
        link.cut();
        link.reset();
        assertThat(channel.isActive()).isFalse();
        assertThat(outbound(channel)).isEmpty();
        finish(channel);
    }

    /** A fake server was closed while it accepted, and found a link that had no channel yet. */
    @Test
    void whatIsAskedBeforeThereIsAChannelIsDoneOnceThereIs() {
        LinkHandler link = new LinkHandler(LinkConditions.CLEAR, RandomSource.seeded(7), clock);
        link.conditions(LinkConditions.CLEAR.blackholed());
        link.cut();
        assertThat(new EmbeddedChannel(link).isActive()).isFalse();
        assertThat(link.conditions()).isEqualTo(LinkConditions.CLEAR.blackholed());
    }

    @Test
    void whatThePeerWroteBeforeItClosedIsDelivered() {
        EmbeddedChannel channel = channel(both(Latency.constant(Duration.ofMillis(5))));
        channel.writeInbound(bytes("before the end"));
        channel.close();
        assertThat(inbound(channel)).containsExactly("before the end");
        finish(channel);
    }

    /** T13: whatever the slices, the bytes and their order are the same. */
    @Property
    void slicingCutsButNeitherLosesNorReorders(
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 50) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 17) int maxSlice,
            @ForAll @IntRange(min = 0, max = 3) int latencyMillis) {
        LinkDirection direction = LinkDirection.CLEAR
                .withMaxSliceBytes(maxSlice)
                .withLatency(Latency.uniform(Duration.ZERO, Duration.ofMillis(latencyMillis)));
        EmbeddedChannel channel = channel(LinkConditions.both(direction));
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < sizes.size(); i++) {
            String part = String.valueOf((char) ('a' + i)).repeat(sizes.get(i));
            sent.append(part);
            channel.writeInbound(bytes(part));
        }
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            advance(channel, 1_000_000);
            received.addAll(inbound(channel));
        }
        assertThat(String.join("", received)).isEqualTo(sent.toString());
        assertThat(received).allMatch(slice -> slice.length() <= maxSlice);
        finish(channel);
    }

    @Property
    void drawsStayWithinTheirBounds(@ForAll long seed) {
        RandomSource random = RandomSource.seeded(seed);
        assertThat(new Latency.Uniform(3, 5).drawNanos(random)).isBetween(3L, 5L);
        assertThat(new Latency.LogNormal(1_000_000, 2).drawNanos(random)).isNotNegative();
        assertThat(new Latency.LogNormal(1_000_000, 0).drawNanos(random)).isEqualTo(1_000_000);
    }

    @Test
    void badParametersAreNamed() {
        assertThatThrownBy(() -> new Latency.Constant(-1)).hasMessage("nanos: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new Latency.Uniform(5, 4)).hasMessageContaining("maxNanos: 4");
        assertThatThrownBy(() -> new Latency.LogNormal(0, 1)).hasMessageContaining("medianNanos: 0");
        assertThatThrownBy(() -> new Latency.LogNormal(1, Double.NaN)).hasMessageContaining("sigma: NaN");
        assertThatThrownBy(() -> LinkDirection.CLEAR.withMaxSliceBytes(-1)).hasMessageContaining("maxSliceBytes: -1");
    }

    private EmbeddedChannel channel(LinkConditions conditions) {
        EmbeddedChannel channel = new EmbeddedChannel(new LinkHandler(conditions, RandomSource.seeded(7), clock));
        channel.freezeTime();
        return channel;
    }

    private static LinkConditions both(Latency latency) {
        return LinkConditions.both(LinkDirection.CLEAR.withLatency(latency));
    }

    private void advance(EmbeddedChannel channel, long byNanos) {
        nanos += byNanos;
        channel.advanceTimeBy(byNanos, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static List<String> inbound(EmbeddedChannel channel) {
        return drain(channel::readInbound);
    }

    private static List<String> outbound(EmbeddedChannel channel) {
        return drain(channel::readOutbound);
    }

    private static List<String> drain(Supplier<ByteBuf> source) {
        List<String> texts = new ArrayList<>();
        for (ByteBuf buffer = source.get(); buffer != null; buffer = source.get()) {
            texts.add(buffer.toString(StandardCharsets.US_ASCII));
            buffer.release();
        }
        return texts;
    }

    private static void finish(EmbeddedChannel channel) {
        assertThat(channel.finish()).as("bytes left").isFalse();
        channel.checkException();
    }
}
