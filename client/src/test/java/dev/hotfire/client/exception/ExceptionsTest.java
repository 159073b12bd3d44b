// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.exception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.remoting.exception.RemotingCommandException;
import dev.hotfire.remoting.exception.RemotingConnectException;
import dev.hotfire.remoting.exception.RemotingSendRequestException;
import dev.hotfire.remoting.exception.RemotingTimeoutException;
import dev.hotfire.remoting.exception.RemotingTooMuchRequestException;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    @Test
    void codesStandInFront() {
        assertThat(new MQClientException(13, "too long"))
                .hasMessage("CODE: 13  DESC: too long")
                .extracting(MQClientException::getErrorMessage)
                .isEqualTo("too long");
        assertThat(new MQBrokerException(2, "busy")).hasMessage("CODE: 2  DESC: busy");
        assertThat(new MQBrokerException(2, "busy", "192.0.2.1:10911"))
                .hasMessage("CODE: 2  DESC: busy BROKER: 192.0.2.1:10911");
        assertThat(new MQBrokerException(2, "busy", "192.0.2.1:10911").getBrokerAddr())
                .isEqualTo("192.0.2.1:10911");
        assertThat(new RequestTimeoutException(10006, "late")).hasMessage("CODE: 10006  DESC: late");
    }

    @Test
    void withoutACodeItIsMinusOne() {
        Throwable cause = new IllegalStateException("cause");
        MQClientException e = new MQClientException("what", cause);
        assertThat(e).hasMessage("what").hasCause(cause);
        assertThat(e.getResponseCode()).isEqualTo(-1);
        assertThat(new RequestTimeoutException("late", cause).getResponseCode()).isEqualTo(-1);
        assertThat(e.setResponseCode(5)).isSameAs(e);
        e.setErrorMessage("other");
        assertThat(e.getResponseCode() + e.getErrorMessage()).isEqualTo("5other");
        assertThat(new MQClientException(1, "what", cause)).hasCause(cause);
    }

    @Test
    void remotingExceptionsSayWithWhom() {
        assertThat(new RemotingConnectException("a:1")).hasMessage("connect to a:1 failed");
        assertThat(new RemotingSendRequestException("a:1")).hasMessage("send request to <a:1> failed");
        assertThat(new RemotingTimeoutException("a:1", 30))
                .hasMessage("wait response on the channel <a:1> timeout, 30(ms)");
        assertThat(new RemotingTimeoutException("late")).hasMessage("late");
        assertThat(new RemotingTooMuchRequestException("full")).hasMessage("full");
        assertThat(new RemotingCommandException("bad")).hasMessage("bad");
    }
}
