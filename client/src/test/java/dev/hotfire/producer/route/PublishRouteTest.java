// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** W-10 and B-ROUTE-13: which queues a route lets a producer write to. */
class PublishRouteTest {
    @Test
    @Tag("B-ROUTE-13")
    void takesQueuesBrokerByBrokerInTheOrderOfTheirNames() {
        TopicRoute route =
                TopicRoute.of(List.of(queues("b", 2, 6), queues("a", 1, 6)), List.of(broker("a", 0), broker("b", 0)));
        assertThat(names(route)).containsExactly("t@a/0", "t@b/0", "t@b/1");
    }

    @Test
    @Tag("B-ROUTE-13")
    void leavesOutWhatCannotBeWrittenTo() {
        TopicRoute route = TopicRoute.of(
                List.of(
                        queues("read-only", 1, 4),
                        queues("slave-only", 1, 6),
                        queues("no-data", 1, 6),
                        queues("a", 0, 6)),
                List.of(broker("read-only", 0), broker("slave-only", 1), broker("a", 0)));
        assertThat(names(route)).isEmpty();
    }

    @Test
    void aMalformedAddressTakesOnlyItsBrokerAlong() {
        TopicRoute route = TopicRoute.of(
                List.of(queues("a", 1, 6), queues("b", 1, 6)),
                List.of(broker("a", 0), new BrokerData("c", "b", new TreeMap<>(Map.of(0L, "nonsense")), null, false)));
        assertThat(names(route)).containsExactly("t@a/0");
    }

    @Test
    @Tag("B-ROUTE-13")
    void anOrderConfigurationGivesTheOrder() {
        TopicRoute route =
                new TopicRoute("b:2;a:1;broken;x:y", List.of(), List.of(broker("a", 0), broker("b", 0)), Map.of());
        assertThat(names(route)).containsExactly("t@b/0", "t@b/1", "t@a/0");
    }

    /** A slip in an order configuration made two billion queues, and the producer ran out of memory. */
    @Test
    void anOrderConfigurationWithAnImpossibleCountIsLeftOut() {
        TopicRoute route =
                new TopicRoute("b:2000000000;a:1", List.of(), List.of(broker("a", 0), broker("b", 0)), Map.of());
        assertThat(names(route)).containsExactly("t@a/0");
    }

    @Test
    @Tag("B-ROUTE-13")
    @Tag("B-ROUTE-14")
    void aStaticTopicsQueuesCarryALogicalBrokerAndGoToTheNewestOwner() {
        Map<String, TopicQueueMapping> mappings = new LinkedHashMap<>();
        mappings.put("a", mapping("a", 1, 2, Map.of(0, 0, 1, 1)));
        mappings.put("b", mapping("b", 2, 3, Map.of(1, 0)));
        TopicRoute route = new TopicRoute(null, List.of(), List.of(broker("a", 0), broker("b", 0)), mappings);
        PublishRoute publish = PublishRoute.of("t", route);
        assertThat(publish.targets())
                .extracting(target -> target.queue() + " -> " + target.brokerName())
                .containsExactly("t@__syslo__global__/0 -> a", "t@__syslo__global__/1 -> b");
    }

    @Test
    @Tag("B-ROUTE-02")
    void aNewTopicGetsNoMoreQueuesThanTheTemplateAllows() {
        TopicRoute template = TopicRoute.of(
                List.of(queues("a", 8, 7), new QueueData("b", 2, 2, 7, 0)), List.of(broker("a", 0), broker("b", 0)));
        assertThat(PublishRoute.ofTemplate("new", template, 4, false).targets()).hasSize(6);
    }

    /** What does not concern sends is no change: the order of entries, clusters, zones, slaves (B-ROUTE-09). */
    @Test
    @Tag("B-ROUTE-09")
    void onlyWhatConcernsSendsIsAChange() {
        PublishRoute one = PublishRoute.of(
                "t",
                TopicRoute.of(List.of(queues("a", 2, 6), queues("b", 1, 6)), List.of(broker("a", 0), broker("b", 0))));
        BrokerData zoned = new BrokerData(
                "other", "a", new TreeMap<>(Map.of(0L, "127.0.0.1:10911", 1L, "127.0.0.1:1")), "zone", true);
        PublishRoute same = PublishRoute.of(
                "t",
                TopicRoute.of(
                        List.of(new QueueData("b", 9, 1, 6, 3), queues("a", 2, 6)), List.of(broker("b", 0), zoned)));
        assertThat(same).isEqualTo(one);
        BrokerData moved = new BrokerData("c", "a", new TreeMap<>(Map.of(0L, "127.0.0.1:10912")), null, false);
        assertThat(PublishRoute.of(
                        "t",
                        TopicRoute.of(List.of(queues("a", 2, 6), queues("b", 1, 6)), List.of(moved, broker("b", 0)))))
                .isNotEqualTo(one);
    }

    /** The hazard: the lists and queues of a route are shared between producers, and can be changed by each. */
    @Test
    @Tag("B-ROUTE-11")
    void aRouteCannotBeChanged() {
        PublishRoute route = PublishRoute.of("t", TopicRoute.of(List.of(queues("a", 2, 6)), List.of(broker("a", 0))));
        assertThat(route.targets()).isUnmodifiable();
        assertThat(route.targets().get(0).queue()).isEqualTo(new MessageQueue("t", "a", 0));
    }

    @Test
    void findsTheWayToAQueue() {
        PublishRoute route = PublishRoute.of("t", TopicRoute.of(List.of(queues("a", 2, 6)), List.of(broker("a", 0))));
        assertThat(route.find(new MessageQueue("t", "a", 1))).isNotNull();
        assertThat(route.find(new MessageQueue("t", "a", 2))).isNull();
    }

    private static List<String> names(TopicRoute route) {
        return PublishRoute.of("t", route).targets().stream()
                .map(target -> target.queue().toString())
                .toList();
    }

    private static QueueData queues(String broker, int count, int perm) {
        return new QueueData(broker, count, count, perm, 0);
    }

    private static BrokerData broker(String name, long id) {
        return new BrokerData("c", name, new TreeMap<>(Map.of(id, "127.0.0.1:10911")), null, false);
    }

    private static TopicQueueMapping mapping(String broker, long epoch, int total, Map<Integer, Integer> ids) {
        return new TopicQueueMapping("t", "__global__", total, broker, epoch, false, new TreeMap<>(ids));
    }
}
