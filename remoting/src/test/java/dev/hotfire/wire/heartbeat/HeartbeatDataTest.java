// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.heartbeat.HeartbeatData.ConsumerGroup;
import dev.hotfire.wire.heartbeat.HeartbeatData.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatDataTest {
    private static HeartbeatData consuming(long subVersion) {
        ConsumerGroup group = new ConsumerGroup(
                "cg",
                "CONSUME_PASSIVELY",
                "CLUSTERING",
                "CONSUME_FROM_LAST_OFFSET",
                List.of(new Subscription("t", "a || b", "TAG", subVersion), new Subscription("u", null, null, 0)),
                true);
        return new HeartbeatData("c@1", List.of("p", "q"), List.of(group), 17, true);
    }

    @Test
    void aHeartbeatComesBackAsItWent() {
        assertThat(HeartbeatData.decode(consuming(5).encode())).isEqualTo(consuming(5));
    }

    /** As rocketmq-client-cpp writes it: a version is a text, and names of kinds are numbers. */
    @Test
    void whatAConsumerInCppSendsIsRead() {
        HeartbeatData heartbeat = HeartbeatData.decode("""
                {"clientID":"192.0.2.7@4711#1","consumerDataSet":[{"consumeFromWhere":0,"consumeType":1,
                 "groupName":"cg","messageModel":0,"subscriptionDataSet":[{"codeSet":["2598919"],
                 "subString":"*","subVersion":"1700000000000","tagsSet":["TagA"],"topic":"t"}]}],
                 "producerDataSet":[{"groupName":"pg"}]}""".getBytes(UTF_8));
        ConsumerGroup group = heartbeat.consumerGroups().get(0);
        assertThat(group.messageModel()).isEqualTo("BROADCASTING");
        assertThat(group.subscriptions().get(0).subVersion()).isEqualTo(1_700_000_000_000L);
        assertThat(heartbeat.producerGroups()).containsExactly("pg");
    }

    @Test
    void aVersionThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> HeartbeatData.decode("""
                {"clientID":"c","consumerDataSet":[{"groupName":"cg","subscriptionDataSet":[
                 {"subVersion":"x","topic":"t"}]}]}""".getBytes(UTF_8)))
                .hasMessageContaining("subVersion")
                .hasMessageContaining("a whole number");
    }

    @Test
    void whatAnOfficialConsumerSendsIsRead() {
        HeartbeatData heartbeat = HeartbeatData.decode("""
                {"clientID":"192.0.2.7@4711#1","consumerDataSet":[{"consumeFromWhere":"CONSUME_FROM_FIRST_OFFSET",
                 "consumeType":"CONSUME_PASSIVELY","groupName":"cg","messageModel":"CLUSTERING","subscriptionDataSet":[
                 {"classFilterMode":false,"codeSet":[2598919],"expressionType":"TAG","subString":"TagA",
                 "subVersion":1700000000000,"tagsSet":["TagA"],"topic":"t"}],"unitMode":false}],
                 "heartbeatFingerprint":0,"producerDataSet":[{"groupName":"CLIENT_INNER_PRODUCER"}],"withoutSub":false}""".getBytes(UTF_8));
        assertThat(heartbeat.consumerGroups())
                .containsExactly(new ConsumerGroup(
                        "cg",
                        "CONSUME_PASSIVELY",
                        "CLUSTERING",
                        "CONSUME_FROM_FIRST_OFFSET",
                        List.of(new Subscription("t", "TagA", "TAG", 1_700_000_000_000L)),
                        false));
        assertThat(heartbeat.producerGroups()).containsExactly("CLIENT_INNER_PRODUCER");
    }

    @Test
    void theFingerprintSeesGroupsButNotWhoOrWhichVersion() {
        int fingerprint = consuming(5).computeFingerprint();
        assertThat(consuming(6).computeFingerprint()).isEqualTo(fingerprint);
        assertThat(new HeartbeatData("other", List.of("p", "q"), consuming(5).consumerGroups(), 0, false)
                        .computeFingerprint())
                .isEqualTo(fingerprint);
        assertThat(new HeartbeatData("c@1", List.of("p"), consuming(5).consumerGroups(), 0, false).computeFingerprint())
                .isNotEqualTo(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"clientID\":null}",
                "{\"clientID\":\"c\",\"producerDataSet\":[{}]}",
                "{\"clientID\":\"c\",\"consumerDataSet\":[{\"groupName\":\"g\",\"subscriptionDataSet\":[{}]}]}",
                "{\"clientID\":\"c\",\"heartbeatFingerprint\":\"x\"}",
                "{\"clientID\":\"c\",\"withoutSub\":1}"
            })
    void whatIsNoHeartbeatIsMalformed(String json) {
        assertThatThrownBy(() -> HeartbeatData.decode(json.getBytes(UTF_8)))
                .isInstanceOf(MalformedHeartbeatException.class)
                .hasMessageStartingWith("heartbeat of " + json.length() + " bytes: ");
    }
}
