// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.producer.AdminException;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.NoNameServerException;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendForbiddenException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.remoting.exception.RemotingConnectException;
import dev.hotfire.remoting.exception.RemotingException;
import dev.hotfire.remoting.exception.RemotingSendRequestException;
import dev.hotfire.remoting.exception.RemotingTimeoutException;
import dev.hotfire.remoting.exception.RemotingTooMuchRequestException;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the official client throws, or hands to callbacks, for what this client's sends end with (B-RETRY-02, -06, B-SEND-08
 * to -11, B-ASYNC-11, B-ROUTE-03, -04, B-REQREPLY-03, -06). Timeouts are timeouts, and asynchronous failures have codes
 * (hazards of B-RETRY-07 and B-ASYNC-11). What the engine itself said is always somewhere among the causes.
 */
final class Failures {
    static final int CONNECT_BROKER = 10_001;
    static final int ACCESS_BROKER_TIMEOUT = 10_002;
    static final int BROKER_NOT_EXIST = 10_003;
    static final int NO_NAME_SERVER = 10_004;
    static final int NOT_FOUND_TOPIC = 10_005;
    static final int REQUEST_TIMEOUT = 10_006;
    private static final int NO_CODE = -1;

    private Failures() {}

    /** What a send whose caller waits throws. */
    static Exception ofWaiting(SendException e, Destination destination, Set<Integer> retryResponseCodes) {
        Exception special = special(e, destination);
        if (special != null) {
            return special;
        }
        Exception last = lastCause(e);
        if (!destination.isAny()) {
            return last;
        }
        if (last instanceof MQBrokerException refused && !retryResponseCodes.contains(refused.getResponseCode())) {
            return refused;
        }
        return plainClientException(code(e, last), stillFailed(e), last);
    }

    /** What the callback of a send gets. */
    static Exception ofCallback(SendException e, Destination destination) {
        Exception special = special(e, destination);
        if (special != null) {
            return special;
        }
        Exception last = lastCause(e);
        if (last instanceof MQBrokerException) {
            return last;
        }
        String text = last instanceof RemotingSendRequestException
                ? "send request failed"
                : last instanceof RemotingTimeoutException
                        ? "wait response timeout, cost=" + e.elapsed().toMillis()
                        : "unknown reason";
        return plainClientException(code(e, last), text + beforeAnyAttempt(e), last);
    }

    /** What a request whose caller waits throws. */
    static Exception ofWaitingRequest(SendException e, Destination destination, String topic, long timeoutMillis) {
        if (e instanceof NoReplyException) {
            return timeout(
                    "send request message to <" + topic + "> OK, but wait reply message timeout, " + timeoutMillis
                            + " ms.",
                    e);
        }
        if (e instanceof SendTimeoutException) {
            // The official client can't tell this from the above, and users catch the one type.
            return timeout(
                    "send request message to <" + topic + "> in doubt, wait reply message timeout, " + timeoutMillis
                            + " ms.",
                    e);
        }
        Exception special = special(e, destination);
        return special != null
                ? special
                : plainClientException(
                        code(e, lastCause(e)), "send request message to <" + topic + "> fail", lastCause(e));
    }

    /** What the callback of a request gets. */
    static Exception ofRequestCallback(SendException e, Destination destination) {
        return e instanceof NoReplyException || e instanceof SendTimeoutException
                ? timeout("request timeout, no reply message.", e)
                : ofCallback(e, destination);
    }

    private static RequestTimeoutException timeout(String text, SendException cause) {
        RequestTimeoutException timeout = new RequestTimeoutException(REQUEST_TIMEOUT, text);
        timeout.initCause(cause);
        return timeout;
    }

    /** What a question about topics, queues or messages throws (B-ADMIN-01 to -04). */
    static MQClientException ofQuestion(AdminException e) {
        return plainClientException(e.responseCode(), e.getMessage(), e);
    }

    /** What a recall throws (B-RECALL-01 to -03). */
    static Exception ofRecall(RecallException e) {
        return switch (e.reason()) {
            case REFUSED -> {
                MQBrokerException refusal = new MQBrokerException(e.responseCode(), e.getMessage());
                refusal.initCause(e);
                yield refusal;
            }
            case NO_BROKER -> plainClientException(NO_CODE, "The broker service address not found", e);
            case NO_ANSWER -> {
                RemotingTimeoutException timeout = new RemotingTimeoutException(e.getMessage());
                timeout.initCause(e);
                yield timeout;
            }
            case CLOSED -> plainClientException(NO_CODE, "The producer service state not OK, SHUTDOWN_ALREADY", e);
        };
    }

    /** A message or an argument that the engine refuses, or the producer itself. */
    static MQClientException illegal(IllegalArgumentException e) {
        return new MQClientException(ResponseCode.MESSAGE_ILLEGAL, e.getMessage(), e);
    }

    /** A timeout that is over before the send begins (B-SEND-04). */
    static RemotingTooMuchRequestException noTime(long timeoutMillis) {
        return new RemotingTooMuchRequestException(
                "sendDefaultImpl call timeout: timeout is " + timeoutMillis + " ms (expected: more than zero)");
    }

    /** What ends a send whatever kind it is of; null for what one kind or another makes of its attempts. */
    private static @Nullable Exception special(SendException e, Destination destination) {
        if (e instanceof NoNameServerException) {
            return plainClientException(NO_NAME_SERVER, "No name server address, please set it.", e);
        }
        if (e instanceof NoRouteException) {
            return noRoute(e, destination, "");
        }
        if (e instanceof SendRefusedException refused && e.attempts().isEmpty()) {
            return noRoute(e, destination, ": " + refused.remark());
        }
        if (e instanceof QueueSelectionException) {
            return plainClientException(
                    NO_CODE,
                    e.getCause() != null
                            ? "select message queue threw exception."
                            : "select message queue return null, or a queue that was not offered.",
                    e.getCause() != null ? e.getCause() : e);
        }
        if (e instanceof SendForbiddenException) {
            return forbidden(e, destination);
        }
        if (e instanceof ProducerClosedException) {
            return plainClientException(NO_CODE, "The producer service state not OK, SHUTDOWN_ALREADY", e);
        }
        if (e instanceof TooManyInFlightException) {
            RemotingTooMuchRequestException tooMuch = new RemotingTooMuchRequestException(
                    "send message tryAcquire semaphoreAsyncNum or semaphoreAsyncSize timeout: " + e.getMessage());
            tooMuch.initCause(e);
            return tooMuch;
        }
        return null;
    }

    /** The hook's own exception; wrapped if other attempts were possible (B-HOOK-02). */
    private static Exception forbidden(SendException e, Destination destination) {
        Exception hooks = e.getCause() instanceof Exception cause ? cause : e;
        return destination.isAny() ? plainClientException(BROKER_NOT_EXIST, stillFailed(e), hooks) : hooks;
    }

    private static MQClientException noRoute(SendException e, Destination destination, String why) {
        MessageQueue queue = destination.queue();
        if (queue != null) {
            String text = "The broker[" + queue.getBrokerName() + "] not exist"
                    + (why.isEmpty() ? ", or has no queue " + queue.getQueueId() + " that can be written to" : why);
            return plainClientException(NO_CODE, text, e);
        }
        if (destination.selector() != null) {
            return plainClientException(NO_CODE, "No route info for this topic, " + e.topic() + why, e);
        }
        return plainClientException(NOT_FOUND_TOPIC, "No route info of this topic: " + e.topic() + why, e);
    }

    /** What broke the last attempt, in the official client's types; how the send ended if there was none. */
    private static Exception lastCause(SendException e) {
        Attempt last =
                e.attempts().isEmpty() ? null : e.attempts().get(e.attempts().size() - 1);
        if (e instanceof SendRefusedException refused) {
            return refusal(refused.responseCode(), refused.remark(), last, e);
        }
        if (last == null) {
            if (e instanceof SendTimeoutException) {
                RemotingTimeoutException timeout = new RemotingTimeoutException(e.getMessage());
                timeout.initCause(e);
                return timeout;
            }
            return plainClientException(NO_CODE, e.getMessage(), e);
        }
        AttemptOutcome outcome = last.outcome();
        if (outcome instanceof AttemptOutcome.Refused refused) {
            return refused.responseCode() == CONNECT_BROKER
                    ? new RemotingConnectException(last.brokerAddress(), e)
                    : refusal(refused.responseCode(), refused.remark(), last, e);
        }
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            if (unknown.responseCode() == ACCESS_BROKER_TIMEOUT) {
                return new RemotingTimeoutException(last.brokerAddress(), last.tookNanos() / 1_000_000, e);
            }
            return unknown.responseCode() < 0
                    ? new RemotingSendRequestException(last.brokerAddress(), e)
                    : refusal(unknown.responseCode(), unknown.reason(), last, e);
        }
        return plainClientException(NO_CODE, e.getMessage(), e);
    }

    private static MQBrokerException refusal(int code, String remark, @Nullable Attempt attempt, SendException cause) {
        MQBrokerException refusal =
                new MQBrokerException(code, remark, attempt == null ? null : attempt.brokerAddress());
        refusal.initCause(cause);
        return refusal;
    }

    private static int code(SendException e, Exception last) {
        if (e instanceof SendTimeoutException || last instanceof RemotingTimeoutException) {
            return ACCESS_BROKER_TIMEOUT;
        }
        if (last instanceof MQBrokerException refused) {
            return refused.getResponseCode();
        }
        return last instanceof RemotingConnectException
                ? CONNECT_BROKER
                : last instanceof MQClientException ? BROKER_NOT_EXIST : NO_CODE;
    }

    private static String stillFailed(SendException e) {
        List<Attempt> attempts = e.attempts();
        return "Send [" + attempts.size() + "] times, still failed, cost ["
                + e.elapsed().toMillis() + "]ms, Topic: " + e.topic() + ", BrokersSent: "
                + attempts.stream()
                        .map(attempt -> attempt.queue().brokerName())
                        .collect(Collectors.joining(", ", "[", "]"))
                + beforeAnyAttempt(e);
    }

    /** Where no broker was asked, the reader wants to know what name servers, or the way to them, had to do with it. */
    private static String beforeAnyAttempt(SendException e) {
        Throwable cause = e.getCause();
        return e.attempts().isEmpty() && cause != null ? ": " + cause.getMessage() : "";
    }

    /** As {@code new MQClientException(text, cause)} with a code: the text does not begin with it. */
    private static MQClientException plainClientException(int code, @Nullable String text, Throwable cause) {
        return new MQClientException(text, cause).setResponseCode(code);
    }

    /** Throws a failure as what it is; those that the official client doesn't declare, as an {@link MQClientException}. */
    static RuntimeException raise(Exception failure)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        if (failure instanceof MQClientException e) {
            throw e;
        }
        if (failure instanceof MQBrokerException e) {
            throw e;
        }
        if (failure instanceof RemotingException e) {
            throw e;
        }
        if (failure instanceof InterruptedException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw new MQClientException(failure.getMessage(), failure);
    }
}
