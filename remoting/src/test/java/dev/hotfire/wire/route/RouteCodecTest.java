// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCodecTest {
    private static TopicRoute decode(String json) {
        return RouteCodec.decode(json.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\""})
    void integerKeysMayBeBareOrQuoted(String key) {
        String json = """
                {"queueDatas":[{"brokerName":"b","readQueueNums":4,"writeQueueNums":3,"perm":6,"topicSysFlag":1}],
                 "brokerDatas":[{"brokerName":"b","cluster":"c","brokerAddrs":{K0:"a:1",K12345678901:"a:2"}}],
                 "topicQueueMappingByBroker":{"b":{"topic":"t","scope":"s","totalQueues":9,"bname":"b","epoch":5,
                  "dirty":true,"currIdMap":{K8:2}}}}""";
        TopicRoute route = decode(json.replaceAll("K(\\d+)", key.replace("%s", "$1")));

        assertThat(route.queueDatas()).containsExactly(new QueueData("b", 4, 3, 6, 1));
        BrokerData broker = route.broker("b");
        assertThat(broker.brokerAddrs()).isEqualTo(Map.of(0L, "a:1", 12_345_678_901L, "a:2"));
        assertThat(broker.masterAddress()).isEqualTo("a:1");
        assertThat(route.broker("another")).isNull();
        assertThat(route.queueMappings())
                .containsExactly(
                        Map.entry("b", new TopicQueueMapping("t", "s", 9, "b", 5, true, new TreeMap<>(Map.of(8, 2)))));
    }

    @Test
    void unknownFieldsAreSkippedAndNullsCountAsEmpty() {
        TopicRoute route = decode("""
                {"later":{"a":[1,{"b":null}]},"orderTopicConf":null,"queueDatas":null,"filterServerTable":null,
                 "topicQueueMappingByBroker":null,"brokerDatas":[{"brokerName":"b","cluster":null,"zoneName":null,
                 "brokerAddrs":{"1":null},"enableActingMaster":null,"later":true}]}""");
        assertThat(route.orderTopicConf()).isNull();
        assertThat(route.queueDatas()).isEmpty();
        assertThat(route.broker("b").masterAddress()).isNull();
        assertThat(decode("{}")).isEqualTo(TopicRoute.of(List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"queueDatas\":{}}",
                "{\"queueDatas\":[{}]}",
                "{\"queueDatas\":[{\"brokerName\":\"b\",\"writeQueueNums\":-1}]}",
                "{\"queueDatas\":[{\"brokerName\":\"b\",\"writeQueueNums\":2000000000}]}",
                "{\"queueDatas\":[{\"brokerName\":\"b\",\"perm\":\"6\"}]}",
                "{\"brokerDatas\":[{\"cluster\":\"c\"}]}",
                "{\"brokerDatas\":[{\"brokerName\":\"b\",\"brokerAddrs\":{\"zero\":\"a:1\"}}]}",
                "{\"topicQueueMappingByBroker\":{\"b\":null}}",
                "{} {}",
                "{\"queueDatas\":["
            })
    void whatIsNoRouteIsMalformed(String json) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedRouteException.class)
                .hasMessageStartingWith("topic route of " + json.length() + " bytes: ");
    }

    @Test
    void theStandardDialectIsAsciiAndTheOtherIsNot() {
        TopicRoute route = TopicRoute.of(List.of(new QueueData("brökér", 1, 1, 6, 0)), List.of());
        assertThat(new String(RouteCodec.encode(route, true), UTF_8))
                .contains("br\\u00F6k\\u00E9r")
                .isASCII();
        assertThat(new String(RouteCodec.encode(route, false), UTF_8)).contains("brökér");
        assertThat(RouteCodec.decode(RouteCodec.encode(route, true))).isEqualTo(route);
    }

    @Test
    void topicListsComeBackAsTheyWent() {
        List<String> topics = List.of("TBW102", "b", "a");
        assertThat(RouteCodec.decodeTopicList(RouteCodec.encodeTopicList(topics)))
                .isEqualTo(topics);
        assertThat(RouteCodec.decodeTopicList("{\"brokerAddr\":null,\"topicList\":[\"x\"]}".getBytes(UTF_8)))
                .containsExactly("x");
        assertThatThrownBy(() -> RouteCodec.decodeTopicList("{\"topicList\":[[]]}".getBytes(UTF_8)))
                .isInstanceOf(MalformedRouteException.class);
    }

    @Property(tries = 300)
    void aRouteComesBackAsItWent(@ForAll("routes") TopicRoute route, @ForAll boolean standardJson) {
        assertThat(RouteCodec.decode(RouteCodec.encode(route, standardJson))).isEqualTo(route);
    }

    @Property(tries = 100)
    void clusterInformationComesBackAsItWent(@ForAll("routes") TopicRoute route, @ForAll boolean standardJson) {
        TreeMap<String, BrokerData> brokers = new TreeMap<>();
        TreeMap<String, List<String>> clusters = new TreeMap<>();
        for (BrokerData broker : route.brokerDatas()) {
            brokers.put(broker.brokerName(), broker);
            clusters.put(broker.cluster(), List.of(broker.brokerName(), "another"));
        }
        ClusterInfo info = new ClusterInfo(brokers, clusters);
        assertThat(RouteCodec.decodeClusterInfo(RouteCodec.encodeClusterInfo(info, standardJson)))
                .isEqualTo(info);
    }

    @Provide
    Arbitrary<TopicRoute> routes() {
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange(' ', '\ud7ff').ofMaxLength(12);
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, QueueData.MAX_QUEUES);
        Arbitrary<QueueData> queues = Combinators.combine(
                        names, counts, counts, Arbitraries.integers().between(0, 15), Arbitraries.integers())
                .as(QueueData::new);
        Arbitrary<BrokerData> brokers = Combinators.combine(
                        names,
                        names,
                        Arbitraries.maps(Arbitraries.longs(), names)
                                .ofMaxSize(3)
                                .map(TreeMap::new),
                        names.injectNull(0.5),
                        Arbitraries.of(true, false))
                .as(BrokerData::new);
        Arbitrary<TopicQueueMapping> mappings = Combinators.combine(
                        names,
                        names,
                        counts,
                        names,
                        Arbitraries.longs(),
                        Arbitraries.of(true, false),
                        Arbitraries.maps(Arbitraries.integers(), Arbitraries.integers())
                                .ofMaxSize(5)
                                .map(TreeMap::new))
                .as(TopicQueueMapping::new);
        return Combinators.combine(
                        names.injectNull(0.5),
                        queues.list().ofMaxSize(4),
                        brokers.list().ofMaxSize(4),
                        Arbitraries.maps(names, mappings).ofMaxSize(3))
                .as(TopicRoute::new);
    }
}
