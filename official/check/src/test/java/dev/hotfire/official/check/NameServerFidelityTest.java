// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.RouteCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * The same sequence of requests, valid and invalid ones, to an official name server and to a fake one: answers agree in
 * code, remark, header fields, header encoding and body, to the character. Ports are each cluster's own, and so is the order of
 * brokers; and of the list of topics only those are compared that were made here, because real brokers have topics for
 * themselves.
 */
class NameServerFidelityTest {
    private static final int REQUESTS = 300;
    private static final Map<String, Integer> TOPICS = Map.of("orders", 4, "payments", 1, "a_b%c", 3);

    /** From before there was a version to after 5.5.0, the one in which name servers changed their JSON in the middle. */
    private static final List<Integer> VERSIONS = List.of(0, 100, 315, 399, 400, 401, 407, 413, 423, 459, 511, 999);

    /** A request without its number in the sequence; it is shown as what it asks for. */
    private record Step(String what, Frame request) {
        @Override
        public String toString() {
            return what;
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return step().list().ofSize(REQUESTS);
    }

    @Property(tries = 1, seed = "22", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theFakeNameServerAnswersAsTheOfficialOneDoes(@ForAll("sequences") List<Step> steps) throws Exception {
        FakeCluster.Builder builder =
                FakeCluster.builder().brokers("broker-a", "broker-b").autoCreateTopics(true);
        List<String> official = new ArrayList<>(List.of("--brokers", "broker-a,broker-b"));
        for (Map.Entry<String, Integer> topic : new TreeMap<>(TOPICS).entrySet()) {
            builder.topic(topic.getKey(), topic.getValue());
            official.addAll(List.of("--topic", topic.getKey() + ":" + topic.getValue()));
        }
        try (Scratch scratch = Scratch.make();
                OfficialCluster real = OfficialCluster.start(scratch.folder(), official.toArray(String[]::new));
                FakeCluster fake = builder.start();
                RawConnection toOfficial = new RawConnection(real.nameServerAddress());
                RawConnection toFake =
                        new RawConnection(fake.nameServer(0).address().toString())) {
            List<String> differences = new ArrayList<>();
            Map<String, Integer> drawn = new TreeMap<>();
            for (int number = 0; number < steps.size(); number++) {
                Step step = steps.get(number);
                drawn.merge(step.what, 1, Integer::sum);
                Frame request = step.request.toBuilder().opaque(number).build();
                String expected = told(request, toOfficial.call(request));
                String actual = told(request, toFake.call(request));
                if (!expected.equals(actual)) {
                    differences.add(number + " " + step.what + " " + request + ":\n  " + expected + "\n  " + actual);
                }
            }
            assertThat(differences).as("differences, of %s", drawn).isEmpty();
            assertThat(drawn).hasSize(5);
        }
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Step> whole = Arbitraries.frequencyOf(
                Tuple.of(8, route()),
                Tuple.of(2, request("cluster", RequestCode.GET_BROKER_CLUSTER_INFO)),
                Tuple.of(2, request("topics", RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER)),
                Tuple.of(2, request("a broker's request", 10, 34, 310, 11, 36, 37, 400)),
                Tuple.of(2, request("unknown code", 0, 1, -1, 29_999, 32_767)));
        Arbitrary<Integer> languages = Arbitraries.of(0, 1, 2, 9, 12);
        return Combinators.combine(whole, Arbitraries.of(VERSIONS), languages, Arbitraries.of(HeaderEncoding.values()))
                .as((step, version, language, encoding) -> new Step(
                        step.what,
                        step.request.toBuilder()
                                .version(version)
                                .language(language)
                                .encoding(encoding)
                                .build()));
    }

    private static Arbitrary<Step> request(String what, Integer... codes) {
        return Arbitraries.of(codes)
                .map(code -> new Step(what, Frame.request(code).build()));
    }

    private static Arbitrary<Step> route() {
        List<String> topics = new ArrayList<>(new TreeSet<>(TOPICS.keySet()));
        topics.addAll(List.of("unknown", "Größe", " ", "TBW102", "t".repeat(300)));
        Arbitrary<String> strict = Arbitraries.of("true", "false", "nonsense").injectNull(0.5);
        Arbitrary<String> more = Arbitraries.just("than is known").injectNull(0.8);
        return Combinators.combine(Arbitraries.of(topics), strict, more)
                .as((topic, strictly, rest) -> new Step(
                        "route",
                        Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                                .field("topic", topic)
                                .field("acceptStandardJsonOnly", strictly)
                                .field("more", rest)
                                .build()));
    }

    /**
     * A body without what is each server's own: ports, and which of two like brokers comes first, which in the official one
     * is a hash table's choice.
     */
    private static String withoutOwn(String body) {
        String told = body.replaceAll("127\\.0\\.0\\.1:\\d+", "HOST:PORT");
        boolean swapped = told.indexOf("broker-b") < told.indexOf("broker-a");
        return swapped
                ? told.replace("broker-a", "broker-c")
                        .replace("broker-b", "broker-a")
                        .replace("broker-c", "broker-b")
                : told;
    }

    /** All of an answer that is to agree, as text. */
    private static String told(Frame request, Frame answer) {
        String body;
        if (request.code() == RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER && answer.code() == ResponseCode.SUCCESS) {
            Set<String> ours = new TreeSet<>(RouteCodec.decodeTopicList(answer.body()));
            ours.retainAll(TOPICS.keySet());
            body = ours.toString();
        } else {
            body = withoutOwn(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.code() + " \"" + answer.remark() + "\" " + answer.encoding() + " opaque " + answer.opaque()
                + " flag " + answer.flag() + " " + new TreeMap<>(answer.extFields()) + " " + body;
    }
}
