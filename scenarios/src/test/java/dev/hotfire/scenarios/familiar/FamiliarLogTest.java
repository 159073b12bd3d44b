// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.common.message.Message;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What people read in their logs about mistakes of their own, over TCP. */
@ResourceLock(Resources.SYSTEM_ERR)
class FamiliarLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private PrintStream before;

    /** The tests' logger writes there. */
    @BeforeEach
    void capture() {
        before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    /** The official client loses what a callback throws without a word. */
    @Test
    @Tag("B-ASYNC-13")
    void whatACallbackThrowsIsLoggedAndHarmsNobody() throws Exception {
        try (FakeCluster cluster = FakeCluster.builder().topic("life", 2).start()) {
            DefaultMQProducer producer = new DefaultMQProducer("log-callbacks");
            producer.setNamesrvAddr(cluster.nameServerAddresses());
            producer.setClientCallbackExecutorThreads(1);
            producer.setRetryTimesWhenSendAsyncFailed(0);
            producer.start();
            CountDownLatch thrown = new CountDownLatch(3);
            Callbacks throwing = new Callbacks() {
                @Override
                public void onSuccess(SendResult sendResult) {
                    thrown.countDown();
                    if (thrown.getCount() == 2) {
                        throw new IllegalStateException("thrown after a success");
                    }
                    throw new AssertionError("an error after a success");
                }

                @Override
                public void onException(Throwable e) {
                    thrown.countDown();
                    throw new IllegalStateException("thrown after a failure");
                }
            };
            Message message = new Message("life", new byte[] {1});
            producer.send(message, throwing);
            Callbacks second = new Callbacks();
            producer.send(message, second);
            second.result();
            producer.send(message, throwing);
            Callbacks third = new Callbacks();
            producer.send(message, third);
            third.result();
            cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.NO_PERMISSION, "no"));
            producer.send(message, throwing);
            assertThat(thrown.await(30, TimeUnit.SECONDS)).isTrue();

            Callbacks last = new Callbacks();
            producer.send(message, last);
            assertThat(last.result().getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            producer.shutdown();
        }
        // With one thread for callbacks, what came before the last one's end is in the log.
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("WARN")
                .contains("a callback threw")
                .contains("IllegalStateException: thrown after a success")
                .contains("AssertionError: an error after a success")
                .contains("IllegalStateException: thrown after a failure");
    }
}
