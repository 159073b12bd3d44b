// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.RandomSource;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.RouteCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests, drawn from a seed, valid and invalid ones, to an official name server and to a fake one: answers agree in
 * code, remark, header fields, header encoding and body, to the character. Ports are each cluster's own, and so is the order of
 * brokers; and of the list of topics only those are compared that were made here, because real brokers have topics for
 * themselves.
 */
class NameServerFidelityTest {
    private static final int REQUESTS = 300;
    private static final long SEED = 22;
    private static final Map<String, Integer> TOPICS = Map.of("orders", 4, "payments", 1, "a_b%c", 3);

    /** From before there was a version to after 5.5.0, the one in which name servers changed their JSON in the middle. */
    private static final List<Integer> VERSIONS = List.of(0, 100, 315, 399, 400, 401, 407, 413, 423, 459, 511, 999);

    @TempDir
    private Path scratch;

    private record Step(String what, Frame request) {}

    @Test
    void theFakeNameServerAnswersAsTheOfficialOneDoes() throws Exception {
        FakeCluster.Builder builder =
                FakeCluster.builder().brokers("broker-a", "broker-b").autoCreateTopics(true);
        List<String> official = new ArrayList<>(List.of("--brokers", "broker-a,broker-b"));
        for (Map.Entry<String, Integer> topic : new TreeMap<>(TOPICS).entrySet()) {
            builder.topic(topic.getKey(), topic.getValue());
            official.addAll(List.of("--topic", topic.getKey() + ":" + topic.getValue()));
        }
        try (OfficialCluster real = OfficialCluster.start(scratch, official.toArray(String[]::new));
                FakeCluster fake = builder.start();
                RawConnection toOfficial = new RawConnection(real.nameServerAddress());
                RawConnection toFake =
                        new RawConnection(fake.nameServer(0).address().toString())) {
            RandomSource random = RandomSource.seeded(SEED);
            List<String> differences = new ArrayList<>();
            Map<String, Integer> drawn = new TreeMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                Step step = step(random, i);
                drawn.merge(step.what, 1, Integer::sum);
                Frame expected = toOfficial.call(step.request);
                Frame actual = toFake.call(step.request);
                if (!told(step.request, expected).equals(told(step.request, actual))) {
                    differences.add(i + " " + step.what + " " + step.request + ":\n  " + told(step.request, expected)
                            + "\n  " + told(step.request, actual));
                }
            }
            assertThat(differences).as("differences, of %s", drawn).isEmpty();
            assertThat(drawn).hasSize(5);
        }
    }

    private static <T> T any(RandomSource random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Step step(RandomSource random, int number) {
        Step drawn =
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> route(random);
                    case 4 -> request("cluster", RequestCode.GET_BROKER_CLUSTER_INFO);
                    case 5 -> request("topics", RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER);
                    case 6 -> request("a broker's request", any(random, List.of(10, 34, 310, 11, 36, 37)));
                    default -> request("unknown code", any(random, List.of(0, 1, -1, 29_999, 32_767)));
                };
        return new Step(
                drawn.what,
                drawn.request.toBuilder()
                        .opaque(number)
                        .version(any(random, VERSIONS))
                        .language(any(random, List.of(0, 1, 2, 9, 12)))
                        .encoding(any(random, List.of(HeaderEncoding.values())))
                        .build());
    }

    private static Step request(String what, int code) {
        return new Step(what, Frame.request(code).build());
    }

    private static Step route(RandomSource random) {
        List<String> topics = new ArrayList<>(new TreeSet<>(TOPICS.keySet()));
        topics.addAll(List.of("unknown", "Größe", " ", "TBW102", "t".repeat(300)));
        Frame.Builder request =
                Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC).field("topic", any(random, topics));
        if (random.chance(0.5)) {
            request.field("acceptStandardJsonOnly", any(random, List.of("true", "false", "nonsense")));
        }
        if (random.chance(0.2)) {
            request.field("more", "than is known");
        }
        return new Step("route", request.build());
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
