// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That watchers of routes, heartbeats and what all requests carry see what they are for, and nothing else. */
final class RouteWatchersTest extends WatcherBench {
    @Test
    void i14BreaksBeyondTheQueuesOfEveryRoute() {
        LegalQueues watcher = new LegalQueues();
        Watch watch = watch(watcher);
        routes.told(HOST, TOPIC, route("broker-a", A), now);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 1, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-a", 2, Map.of()));
        watcher.onSendRead(frame(attempt, "broker-b", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void i14KnowsThatSomeQueuesAreOnlyForReading() {
        routes.told(
                HOST,
                TOPIC,
                TopicRoute.of(
                        List.of(new QueueData("broker-a", 2, 2, Permission.READ, 0)), List.of(broker("broker-a", A))),
                now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.always()).isEmpty();
    }

    @Test
    void x8BreaksWhenAHeartbeatLeavesAGroupOut() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        link.lastStart = 2_000;
        watcher.onRequestRead(request(heartbeat("pg", "pg-2")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(request(heartbeat("pg-2")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18BreaksWhenNoRouteIsReadAfterALoss() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        Frame question = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, LOST);
        now += 1_000_000;
        watcher.onRequestRead(request(question));
        now += 5_000_000_000L;
        attempt(watch, observer, "2", "broker-a", A);
        ended(observer, "2", 1, "broker-a", A, ILLEGAL);
        attempt(watch, observer, "3", "broker-a", A);
        ended(observer, "3", 1, "broker-a", A, LOST);
        now += 1_000_000_000L;
        watcher.onRequestRead(request(question));
        assertThat(watch.verdicts().get(0).examples())
                .singleElement()
                .asString()
                .startsWith("send 3, attempt 1");
    }

    /** Of two name servers one says nothing, and nobody waits for it as long as it may take. */
    @Test
    void x18WantsTheOneToBeAskedThatAnswers() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        watch.follow("namesrv-1", new Address("10.0.0.8", 9876));
        watch.follow("namesrv-2", new Address("10.0.0.7", 9876));
        SendObserver observer = watch.observer("pg", 0);
        watch.fault(onNameServer(FaultId.T08, ""), true);
        Frame question = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        now += 5_000_000_000L;
        watcher.onRequestRead(new SeenRequest("namesrv-2", link, HOST, question, now));
        now += 1_500_000_000L;
        lost(watch, observer, "1");
        now += 200_000_000L;
        watcher.onRequestRead(new SeenRequest("namesrv-1", link, HOST, question, now));
        lost(watch, observer, "2");
        now += 1_000_000_000L;
        assertThat(watch.verdicts().get(0).examples())
                .singleElement()
                .asString()
                .startsWith("send 2, attempt 1")
                .contains("namesrv-2");
    }

    private void lost(Watch watch, SendObserver observer, String sendId) {
        attempt(watch, observer, sendId, "broker-a", A);
        ended(observer, sendId, 1, "broker-a", A, LOST);
    }

    private static Fault onNameServer(FaultId id, String kind) {
        return new Fault(
                id, kind, Optional.of("namesrv-1"), Duration.ZERO, Duration.ofSeconds(1), new Trigger.Always(), 0);
    }

    /** What happened before name servers fared ill can be judged, whatever happens then. */
    @Test
    void x18LooksAtTheTimeBeforeNameServersWereUnwell() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        lost(watch, observer, "1");
        now += 1_000_000_000L;
        watch.fault(onNameServer(FaultId.T08, ""), true);
        lost(watch, observer, "2");
        now += 1_000_000_000L;
        assertThat(watch.verdicts().get(0).violations()).isOne();
    }

    @Test
    void x18BreaksWhenTheTemplateIsAskedForInPlaceOfAKnownTopic() {
        OwnRouteFollowed watcher = new OwnRouteFollowed();
        Watch watch = watch(watcher);
        Frame template = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", config.templateTopic())
                .build();
        Frame own = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        watch.follow("namesrv-1", new Address("10.0.0.8", 9876));
        watch.fault(onNameServer(FaultId.T01, "new"), true);
        watcher.onRequestRead(request(template));
        handed(watch, "1");
        now += 10_000_000_000L;
        watcher.onRequestRead(request(template));
        assertThat(watcher.verdict().holds()).as("nothing is known yet").isTrue();
        attempt(watch, watch.observer("pg", 0), "2", "broker-a", A);
        now += 4_000_000_000L;
        watcher.onRequestRead(request(template));
        assertThat(watcher.verdict().holds()).as("it may be on its way").isTrue();
        now += 4_000_000_000L;
        watcher.onRequestRead(request(own));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(request(template));
        assertThat(watcher.verdict().violations()).isOne();
        // Another producer takes its place.
        watch.joined("pg", HOST, "pg", HandMadeRun.CLOCK, () -> config, config);
        handed(watch, "3");
        now += 10_000_000_000L;
        watcher.onRequestRead(request(template));
        assertThat(watcher.verdict().violations()).isOne();
    }

    private void handed(Watch watch, String sendId) {
        call(watch, sendId);
        watch.handed(sendId, Message.of(TOPIC, body(sendId)));
    }

    /** Name servers that are well read what they are asked at once. */
    @Test
    void x18NeedNotWaitForQuestionsWhereNobodyIsSlow() {
        OwnRouteFollowed watcher = new OwnRouteFollowed();
        Watch watch = watch(watcher);
        watch.follow("namesrv-1", new Address("10.0.0.8", 9876));
        watch.fault(onNameServer(FaultId.N03, "no-topic"), true);
        handed(watch, "1");
        attempt(watch, watch.observer("pg", 0), "2", "broker-a", A);
        now += 1_500_000_000L;
        watcher.onRequestRead(request(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", config.templateTopic())
                .build()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18KnowsThatQuestionsMayLieAbout() {
        OwnRouteFollowed watcher = new OwnRouteFollowed();
        Watch watch = watch(watcher);
        watch.fault(onNameServer(FaultId.N07, "silent"), true);
        handed(watch, "1");
        attempt(watch, watch.observer("pg", 0), "2", "broker-a", A);
        now += 8_000_000_000L;
        watcher.onRequestRead(request(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", config.templateTopic())
                .build()));
        assertThat(watcher.verdict().holds()).isTrue();
    }

    @Test
    void x19BreaksWhenAServerThatGoesGetsMore() {
        LeaversLetGo watcher = new LeaversLetGo();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        SeenAttempt first = attempt(watch, observer, "1", "broker-a", A);
        SeenAttempt together = attempt(watch, observer, "2", "broker-a", A);
        watcher.onSendRead(frame(first, "broker-a", 0, Map.of()));
        now++;
        ended(observer, "1", 1, "broker-a", A, new AttemptOutcome.Refused(1500, "bye"));
        watcher.onSendRead(frame(together, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        now++;
        watcher.onSendRead(frame(attempt(watch, observer, "3", "broker-a", A), "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x21BreaksWhenARequestLacksWhatAllCarry() {
        RequestsMarked watcher = new RequestsMarked();
        watch(watcher, config.toBuilder().streamRequests(true).build());
        watcher.onRequestRead(
                request(Frame.request(RequestCode.HEART_BEAT).field("ReqT", "0").build()));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT).build()));
        assertThat(watcher.verdict().violations()).isOne();
        watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                .field("ReqT", "0")
                .field("__ZONE_NAME", "zone-1")
                .build()));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x8BreaksWhenAClientDoesNotNameItsUnit() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher, config.toBuilder().unitName("unit-1").build());
        for (String client :
                List.of(HOST + "@1#2@unit-1", HOST + "@1#2", HOST + "@1#2@unit-2", HOST + "@1#2@unit-1@STREAM")) {
            watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                    .body(HeartbeatData.ofProducers(client, List.of("pg")).encode())
                    .build()));
        }
        assertThat(watcher.verdict().violations()).isEqualTo(3);
    }

    /** There all clients have one host, and only the groups tell which one it is. */
    @Test
    void x8BreaksOverTcpWhenTheClientOfAGroupDoesNotNameItsUnit() {
        GroupsNamed watcher = new GroupsNamed();
        Watch watch = Watch.overTcp(() -> now, watcher);
        ProducerConfig other = config.toBuilder().unitName("unit-1").build();
        watch.joined("pg", HOST, "one", HandMadeRun.CLOCK, () -> config, config);
        watch.joined("pg-2", HOST, "another", HandMadeRun.CLOCK, () -> other, other);
        for (String client : List.of(HOST + "@1#2", HOST + "@1#3@unit-1")) {
            for (String group : List.of("pg", "pg-2", "pg-of-nobody")) {
                watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                        .body(HeartbeatData.ofProducers(client, List.of(group)).encode())
                        .build()));
            }
        }
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x8BreaksWhenTheFirstHeartbeatLeavesSomethingOut() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        HeartbeatData all = HeartbeatData.ofProducers(HOST + "@1#2", List.of("pg"));
        for (int beats = 1; beats <= 2; beats++) {
            for (boolean withoutSub : new boolean[] {false, true}) {
                link.heartbeats = beats;
                watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                        .body(all.withFingerprint(withoutSub).encode())
                        .build()));
            }
        }
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18BreaksWhenAFormerNameServerIsAsked() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        watch.follow("namesrv-1", new Address("10.0.0.8", 9876));
        watch.follow("namesrv-2", new Address("10.0.0.7", 9876));
        now += 10_000_000_000L;
        Frame question = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        for (String server : List.of("namesrv-1", "namesrv-2", "namesrv-2", "namesrv-1", "namesrv-2")) {
            assertThat(watcher.verdict().holds()).isTrue();
            watcher.onRequestRead(new SeenRequest(server, link, HOST, question, now));
            now += 250_000_001L;
        }
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i14KnowsWhichOfSeveralClaimsCounts() {
        TopicQueueMapping former =
                new TopicQueueMapping(TOPIC, "__global__", 1, "broker-a", 1, false, new TreeMap<>(Map.of(0, 0)));
        TopicQueueMapping latter =
                new TopicQueueMapping(TOPIC, "__global__", 1, "broker-b", 2, false, new TreeMap<>(Map.of(0, 0)));
        routes.told(
                HOST,
                TOPIC,
                new TopicRoute(
                        null, List.of(), twoBrokers().brokerDatas(), Map.of("broker-a", former, "broker-b", latter)),
                now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.isLegal("broker-b", B, 0)).isTrue();
    }

    @Test
    void i14BreaksWhenASendGoesWhereOnlyAnOldRouteLed() {
        NewestRoute watcher = new NewestRoute();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        watch.routes().told(HOST, TOPIC, route("broker-a", A), now);
        watch.routes().told(HOST, TOPIC, route("broker-a", B), now);
        attempt(watch, observer, "1", "broker-a", A);
        assertThat(watcher.verdict().holds()).as("it may not know yet").isTrue();
        now += config.routeRefresh().toNanos() + 1_000_000_000L;
        attempt(watch, observer, "2", "broker-a", B);
        assertThat(watcher.verdict().holds()).isTrue();
        attempt(watch, observer, "3", "broker-a", A);
        assertThat(watcher.verdict().violations()).as("another address").isOne();
        watch.routes().told(HOST, TOPIC, TopicRoute.of(List.of(), List.of()), now);
        now += config.routeRefresh().toNanos() + 1_000_000_000L;
        attempt(watch, observer, "4", "broker-a", B);
        assertThat(watcher.verdict().violations()).as("no queue").isEqualTo(2);
    }

    /** What a name server wrote need not have come. */
    @Test
    void i14WaitsUntilNameServersAreWellAgain() {
        NewestRoute watcher = new NewestRoute();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        watch.fault(
                new Fault(
                        FaultId.T09,
                        "answers",
                        Optional.of("namesrv-1"),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        new Trigger.Always(),
                        0),
                true);
        watch.routes().told(HOST, TOPIC, route("broker-a", A), now);
        watch.routes().told(HOST, TOPIC, route("broker-a", B), now);
        now += 10 * config.routeRefresh().toNanos();
        attempt(watch, observer, "1", "broker-a", A);
        watch.healed();
        now += 2 * config.routeRefresh().toNanos();
        attempt(watch, observer, "2", "broker-a", A);
        assertThat(watcher.verdict().holds()).isTrue();
        now += 6_000_000_000L;
        attempt(watch, observer, "3", "broker-a", A);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i14KnowsThatSlavesAreNotSentTo() {
        BrokerData slaves = new BrokerData("cluster", "broker-a", new TreeMap<>(Map.of(1L, A)), "", false);
        routes.told(HOST, TOPIC, TopicRoute.of(route("broker-a", A).queueDatas(), List.of(slaves)), now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.leadsTo(A, 0)).isFalse();
    }

    /** What is written first is read first, however long the way is. */
    @Test
    void x8KnowsInBadTimesWhichHeartbeatsMustHaveCome() {
        GroupsNamed watcher = new GroupsNamed();
        Watch watch = watch(
                watcher, config.toBuilder().heartbeat(Duration.ofSeconds(1)).build());
        SendObserver observer = watch.observer("pg", 0);
        link.heartbeats = 1;
        link.lastHeartbeatAt = now;
        watcher.onRequestRead(request(heartbeat("pg")));
        now += 4_000_000_000L;
        SeenAttempt early = attempt(watch, observer, "1", "broker-a", A);
        now += 4_000_000_000L;
        watcher.onSendRead(frame(early, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds())
                .as("the next one may be behind it")
                .isTrue();
        watcher.onSendRead(frame(attempt(watch, observer, "2", "broker-a", A), "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** Another server knows it, and this one knows other groups. */
    @Test
    void x8BreaksWhenAHeartbeatLeavesOutWhatItsServerNeverHeard() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        link.heartbeats = 2;
        watcher.onRequestRead(shortOrFull(false, "pg"));
        watcher.onRequestRead(shortOrFull(true, "pg"));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(shortOrFull(true, "pg", "pg-2"));
        assertThat(watcher.verdict().violations()).isOne();
        SeenRequest elsewhere = shortOrFull(true, "pg");
        watcher.onRequestRead(new SeenRequest("broker-b", link, HOST, elsewhere.frame(), now));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x8BreaksWhenNoHeartbeatNamesWhoSends() {
        GroupsNamed watcher = new GroupsNamed();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        link.heartbeats = 1;
        link.lastHeartbeatAt = now;
        watcher.onRequestRead(request(heartbeat("pg-2")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).as("it has just come").isTrue();
        now += 4_000_000_000L;
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
        watcher.onRequestRead(request(heartbeat("pg", "pg-2")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }
}
