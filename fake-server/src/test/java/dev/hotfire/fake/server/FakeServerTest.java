// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeServerTest {
    private static final int STORE = RequestCode.SEND_MESSAGE_V2;
    private static final int FAIL = RequestCode.QUERY_MESSAGE;
    private static final int LATER = RequestCode.PULL_MESSAGE;
    private static final int WHO = RequestCode.HEART_BEAT;

    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<Request> heldByLater = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Frame> later = new CompletableFuture<>();
    private final List<RawClient> clients = new ArrayList<>();
    private TcpWorld world;
    private Machine clientMachine;
    private FakeServer server;

    @BeforeEach
    void start() {
        world = TcpWorld.seeded(2, 1);
        clientMachine = world.machine("client");
        server = newServer("server").build();
        server.start();
    }

    @AfterEach
    void end() {
        clients.forEach(RawClient::close);
        server.close();
        assertThat(server.connections()).isEmpty();
        world.close();
    }

    private FakeServer.Builder newServer(String name) {
        return FakeServer.builder(world.machine(name))
                .handle(STORE, request -> {
                    stored.add(request.frame().field("key"));
                    return Reply.of(request.respond(ResponseCode.SUCCESS)
                            .field("count", stored.size())
                            .build());
                })
                .handle(FAIL, request -> {
                    throw new IllegalArgumentException("no such thing");
                })
                .handle(LATER, request -> {
                    heldByLater.add(request);
                    return Reply.later(later);
                })
                .handle(WHO, request -> {
                    request.connection().clientId(request.frame().field("id"));
                    return Reply.of(request.respond(ResponseCode.SUCCESS).build());
                });
    }

    private RawClient client() {
        RawClient client = RawClient.connect(clientMachine, server.address());
        clients.add(client);
        return client;
    }

    private static Frame.Builder store(String key) {
        return Frame.request(STORE).field("key", key);
    }

    @Test
    void answersWithTheOpaqueOfTheRequestInItsOwnEncoding() {
        Frame response = client().call(store("a").encoding(HeaderEncoding.ROCKETMQ));

        assertThat(response.code()).isEqualTo(ResponseCode.SUCCESS);
        assertThat(response.isResponse()).isTrue();
        assertThat(response.encoding()).isEqualTo(HeaderEncoding.JSON);
        assertThat(response.version()).isEqualTo(MqVersion.V5_5_0);
    }

    @Test
    void answersInTheBinaryEncodingAndVersionItWasBuiltWith() {
        server.close();
        server = newServer("binary")
                .encoding(HeaderEncoding.ROCKETMQ)
                .version(MqVersion.V4_9_4)
                .build();
        server.start();

        Frame response = client().call(store("a"));
        assertThat(response.encoding()).isEqualTo(HeaderEncoding.ROCKETMQ);
        assertThat(response.version()).isEqualTo(MqVersion.V4_9_4);
    }

    @Test
    void refusesCodesWithoutAHandlerInTheWordsOfARealServer() {
        Frame response = client().call(Frame.request(4711));
        assertThat(response.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(response.remark()).isEqualTo(" request type 4711 not supported");
    }

    @Test
    void turnsAHandlersExceptionIntoCode1WithItsText() {
        Frame response = client().call(Frame.request(FAIL));
        assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(response.remark()).contains("IllegalArgumentException").contains("no such thing");
    }

    @Test
    void neverAnswersAOnewayRequestNotEvenForErrors() {
        RawClient client = client();
        client.oneway(store("silent"));
        client.oneway(Frame.request(4711));
        client.oneway(Frame.request(FAIL));

        assertThat(client.call(store("b")).field("count")).isEqualTo("2");
        assertThat(client.unexpected()).isEmpty();
        assertThat(server.journal().entries())
                .extracting(JournalEntry::outcome)
                .filteredOn(Outcome.Unanswered.class::isInstance)
                .hasSize(3)
                .allSatisfy(outcome ->
                        assertThat(((Outcome.Unanswered) outcome).reason()).isEqualTo(Outcome.Reason.ONEWAY));
    }

    @Test
    void answersLaterWithoutHoldingUpOtherRequests() {
        RawClient client = client();
        CompletableFuture<Frame> slow = client.send(Frame.request(LATER));
        assertThat(client.call(store("a")).code()).isZero();
        assertThat(slow).isNotDone();

        later.complete(heldByLater.get(0).respond(ResponseCode.PULL_NOT_FOUND).build());
        assertThat(RawClient.await(slow).code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
    }

    @Test
    void aFailedLaterAnswerIsCode1() {
        RawClient client = client();
        CompletableFuture<Frame> slow = client.send(Frame.request(LATER));
        client.call(store("a"));
        later.completeExceptionally(new IllegalStateException("gone"));
        assertThat(RawClient.await(slow).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(RawClient.await(slow).remark()).contains("gone");
    }

    @Test
    void malformedBytesEndTheirConnectionAndNoOther() {
        RawClient broken = client();
        RawClient sound = client();
        broken.write(new byte[] {0, 0, 0, 8, 9, 0, 0, 4, 1, 2, 3, 4});

        broken.awaitEnd();
        assertThat(sound.call(store("a")).code()).isZero();
        assertThat(server.malformedFrames()).isOne();
    }

    @Test
    void crashResetsConnectionsRefusesNewOnesAndNothingIsStoredAfterIt() {
        RawClient client = client();
        client.call(store("before"));
        RawClient idle = client();
        idle.call(store("before, too"));
        server.crash();

        // A failing write may end this connection before the reset is read.
        client.write(store("after").build());
        client.awaitEnd();
        assertThat(idle.awaitEnd()).isEqualTo(RawClient.End.RESET);
        assertThat(server.state()).isEqualTo(ServerState.CRASHED);
        assertThatIllegalStateException().isThrownBy(this::client).withCauseInstanceOf(ConnectException.class);
        assertThat(stored).containsExactly("before", "before, too");
    }

    @Test
    void stopEndsConnectionsWithoutAReset() {
        RawClient client = client();
        client.call(store("before"));
        server.stop();
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertThatIllegalStateException().isThrownBy(this::client);
    }

    @Test
    void restartsAtTheSameAddressManyTimes() {
        Address address = server.address();
        for (int i = 0; i < 10; i++) {
            client().call(store("round " + i));
            assertThat(server.restart()).isEqualTo(address);
        }
        assertThat(client().call(store("last")).field("count")).isEqualTo("11");
    }

    @Test
    void aPoweredOffServerSaysNothingAndKeepsConnectionsUntilItComesBack() {
        FakeServer other = newServer("other").build();
        other.start();
        RawClient witness = RawClient.connect(clientMachine, other.address());
        clients.add(witness);
        RawClient client = client();
        client.call(store("before"));
        server.powerOff();

        CompletableFuture<Frame> unheard = client.send(store("unheard"));
        // A later event through another connection: had the frame been read, it would be in the journal by now or
        // soon; the reset below proves that it never was.
        witness.call(store("elsewhere"));
        assertThat(client.isOpen()).isTrue();
        assertThat(unheard).isNotDone();

        server.restart();
        client.awaitEnd();
        assertThat(unheard).isNotDone();
        assertThat(stored).containsExactly("before", "elsewhere");
        assertThat(client().call(store("again")).code()).isZero();
        other.close();
    }

    @Test
    void aPausedServerServesInABurstAndInOrderWhatWaited() {
        RawClient client = client();
        client.call(store("first"));
        server.pause();
        List<CompletableFuture<Frame>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(client.send(store("waited " + i)));
        }
        RawClient late = client();
        CompletableFuture<Frame> lateAnswer = late.send(store("late"));
        assertThat(stored).containsExactly("first");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        server.resume();
        waiting.forEach(RawClient::await);
        RawClient.await(lateAnswer);
        List<String> ofFirstClient = new ArrayList<>(stored);
        ofFirstClient.remove("late");
        assertThat(ofFirstClient)
                .hasSize(21)
                .startsWith("first", "waited 0", "waited 1")
                .endsWith("waited 19");
    }

    @Test
    void anAnswerThatBecomesReadyDuringAPauseWaitsForItsEnd() {
        RawClient client = client();
        CompletableFuture<Frame> slow = client.send(Frame.request(LATER));
        client.call(store("a"));
        server.pause();
        later.complete(heldByLater.get(0).respond(ResponseCode.SUCCESS).build());
        assertThat(server.journal().requests(LATER).get(0).isSettled()).isFalse();

        server.resume();
        assertThat(RawClient.await(slow).code()).isZero();
    }

    @Test
    void aCrashLosesWhatIsPendingAndTheJournalSaysSo() {
        RawClient client = client();
        client.send(Frame.request(LATER));
        client.call(store("a"));
        server.crash();
        later.complete(heldByLater.get(0).respond(ResponseCode.SUCCESS).build());

        JournalEntry lost = server.journal().requests(LATER).get(0);
        assertThat(lost.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, outcome -> assertThat(outcome.reason())
                        .isEqualTo(Outcome.Reason.SERVER_DOWN));
        assertThat(lost.handled()).isTrue();
    }

    @Test
    void gracefulShutdownTellsNewClientsToGoAwayServesOldOnesAndThenCloses() {
        RawClient client = client();
        client.call(store("before"));
        CompletableFuture<Void> down = server.shutdownGracefullyAsync(Duration.ofHours(1));

        Frame refused = client.call(store("refused"));
        assertThat(refused.code()).isEqualTo(ResponseCode.GO_AWAY);
        assertThat(refused.remark()).isEqualTo("please go away");
        assertThat(client().call(store("refused too")).code()).isEqualTo(ResponseCode.GO_AWAY);
        assertThat(client.call(store("old client").version(MqVersion.V5_3_1)).code())
                .isZero();
        assertThat(stored).containsExactly("before", "old client");

        server.stop();
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
        RawClient.await(down);
    }

    @Test
    void gracefulShutdownEndsByItself() {
        RawClient client = client();
        // Accepted by now: what still queues when the port is closed is reset by the operating system.
        client.call(store("before"));
        server.shutdownGracefullyAsync(Duration.ofMillis(1)).join();
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertThat(server.state()).isEqualTo(ServerState.STOPPED);
    }

    /** The shutdown ends the pause, what waited for that kills the process, and then nothing is left to shut down. */
    @Test
    void gracefulShutdownOfAPausedServerThatDiesAsItGoesOnIsOverAtOnce() {
        RawClient client = client();
        server.rules().add(FaultRule.on(LATER).storeThenCrash());
        client.send(Frame.request(LATER));
        client.call(store("a"));
        server.pause();
        later.complete(heldByLater.get(0).respond(ResponseCode.SUCCESS).build());
        List<ServerState> told = new CopyOnWriteArrayList<>();
        server.addStateListener(told::add);

        RawClient.await(server.shutdownGracefullyAsync(Duration.ofHours(1)));
        assertThat(server.state()).isEqualTo(ServerState.CRASHED);
        assertThat(told).containsExactly(ServerState.CRASHED);
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.RESET);
    }

    @Test
    void refusesConnectionsWhileItServesThoseItHas() {
        RawClient client = client();
        client.call(store("a"));
        server.admission(Admission.REFUSE);
        assertThatIllegalStateException().isThrownBy(this::client).withCauseInstanceOf(ConnectException.class);
        assertThat(client.call(store("b")).code()).isZero();

        server.admission(Admission.ACCEPT);
        assertThat(client().call(store("c")).code()).isZero();
    }

    @Test
    void closesOrResetsConnectionsAtTheDoor() {
        server.admission(Admission.CLOSE);
        assertThat(client().awaitEnd()).isEqualTo(RawClient.End.FIN);
        server.admission(Admission.RESET);
        // The reset may overtake the client's own notice of having connected.
        assertThatCode(() -> client().awaitEnd())
                .satisfiesAnyOf(nothing -> assertThat(nothing).isNull(), failure -> assertThat(failure)
                        .hasMessageContaining("cannot connect"));
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void linkConditionsApplyToPresentAndFutureConnections() {
        RawClient present = client();
        present.call(store("a"));
        server.linkConditions(LinkConditions.both(LinkDirection.CLEAR.withMaxSliceBytes(3)));
        RawClient future = client();

        assertThat(present.call(store("b")).code()).isZero();
        assertThat(future.call(store("c")).code()).isZero();
        assertThat(server.connections()).hasSize(2).allSatisfy(connection -> assertThat(
                        connection.linkConditions().toServer().maxSliceBytes())
                .isEqualTo(3));
    }

    @Test
    void closesAlthoughItsLinksAreSlow() {
        server.linkConditions(
                LinkConditions.both(LinkDirection.CLEAR.withLatency(Latency.constant(Duration.ofHours(1)))));
        RawClient client = client();
        client.send(store("a"));
        server.close();
        client.awaitEnd();
    }

    @Test
    void asksItsClientsAndHearsTheirAnswers() throws Exception {
        RawClient client = client();
        client.call(Frame.request(WHO).field("id", "me"));
        Connection connection = server.connections().get(0);
        assertThat(connection.clientId()).isEqualTo("me");

        CompletableFuture<Frame> answer = connection.call(
                Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT),
                Duration.ofMinutes(1).toNanos());
        Frame asked = client.nextRequest();
        client.write(Frame.response(asked, ResponseCode.SUCCESS).build());
        assertThat(RawClient.await(answer).code()).isZero();

        connection.push(Frame.request(RequestCode.CHECK_TRANSACTION_STATE));
        assertThat(client.nextRequest().isOneway()).isTrue();

        CompletableFuture<Frame> cut = connection.call(
                Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT),
                Duration.ofMinutes(1).toNanos());
        client.nextRequest();
        client.close();
        assertThat(cut).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void canBeEndedFromWithinAHandler() {
        FakeServer suicidal = FakeServer.builder(world.machine("suicidal"))
                .handle(STORE, request -> {
                    heldByLater.add(request);
                    server.crashAsync();
                    return Reply.of(request.respond(ResponseCode.SUCCESS).build());
                })
                .build();
        server.close();
        server = suicidal;
        server.start();
        RawClient client = client();
        client.send(store("a"));
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.RESET);
        assertThat(server.journal().entries()).singleElement().satisfies(entry -> assertThat(entry.responseCode())
                .isNull());
    }

    @Test
    void startingTwiceOrAfterCloseIsRefused() {
        assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("RUNNING");
        server.close();
        server.close();
        assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("CLOSED");
    }

    @Test
    void aTakenPortIsReportedAndCanBeTriedAgain() {
        FakeServer second = FakeServer.builder(world.machine("second"))
                .port(server.address().port())
                .build();
        assertThatIllegalStateException().isThrownBy(second::start).withMessageContaining("cannot listen");
        server.close();
        second.start();
        assertThat(second.state()).isEqualTo(ServerState.RUNNING);
        second.close();
    }

    @Test
    void hasNoAddressBeforeItsFirstStart() {
        FakeServer unborn = FakeServer.builder(world.machine("unborn")).build();
        assertThatIllegalStateException().isThrownBy(unborn::address).withMessageContaining("unborn");
        unborn.close();
    }

    @Test
    void movesToAnAddressWhereItIsServedFromThenOn() {
        RawClient before = client();
        Address moved = RawClient.await(server.moveAsync());
        assertThat(moved).isEqualTo(server.address());
        before.awaitEnd();
        assertThat(client().call(store("moved")).code()).isZero();
    }

    @Test
    void crashAndRestartInAnyOrderFromManyThreadsLeaveAServerThatCanBeStarted() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(server.crashAsync());
            all.add(server.restartAsync().handle((address, failure) -> null));
        }
        all.forEach(RawClient::await);
        assertThat(client().call(store("alive")).code()).isZero();
    }
}
