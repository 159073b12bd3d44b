// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final byte[] BODY = "hello".getBytes(UTF_8);

    @Test
    @Tag("B-VALID-07")
    void aNewMessageWaitsAndHasOnlyTheTagsAndKeysThatItWasGiven() {
        assertThat(new Message("orders", BODY).getProperties()).isEqualTo(Map.of("WAIT", "true"));
        assertThat(new Message("orders", "", null, BODY).getProperties()).isEqualTo(Map.of("WAIT", "true"));
        assertThat(new Message("orders", "paid", "k1 k2", 7, BODY, false).getProperties())
                .isEqualTo(Map.of("WAIT", "false", "TAGS", "paid", "KEYS", "k1 k2"));
        assertThat(new Message().getProperties()).isEmpty();
        assertThat(new Message().isWaitStoreMsgOK()).isTrue();
    }

    /** Programs that clear a message of its past do so; the official client makes a map at the next property. */
    @Test
    void noPropertiesAreNone() {
        Message message = new Message("orders", BODY);
        MessageAccessor.setProperties(message, null);
        assertThat(message.getProperty("city")).isNull();
        assertThat(message.isWaitStoreMsgOK()).isTrue();
        message.putUserProperty("city", "Berlin");
        assertThat(message.getProperties()).isEqualTo(Map.of("city", "Berlin"));
    }

    @Test
    @Tag("B-VALID-07")
    void keysAreJoinedByOneBlank() {
        Message message = new Message("orders", BODY);
        message.setKeys(List.of("a", "b", "c"));
        assertThat(message.getKeys()).isEqualTo("a b c");
    }

    @Test
    @Tag("B-VALID-07")
    void delaysAndTimesAreText() {
        Message message = new Message("orders", BODY);
        assertThat(message.getDelayTimeLevel()).isZero();
        assertThat(message.getDelayTimeSec() + message.getDelayTimeMs() + message.getDeliverTimeMs())
                .isZero();
        message.setDelayTimeLevel(3);
        message.setDelayTimeSec(4);
        message.setDelayTimeMs(5);
        message.setDeliverTimeMs(6);
        assertThat(message.getProperties())
                .containsEntry("DELAY", "3")
                .containsEntry("TIMER_DELAY_SEC", "4")
                .containsEntry("TIMER_DELAY_MS", "5")
                .containsEntry("TIMER_DELIVER_MS", "6");
        assertThat(message.getDelayTimeLevel()).isEqualTo(3);
        assertThat(message.getDelayTimeSec()).isEqualTo(4);
        assertThat(message.getDelayTimeMs()).isEqualTo(5);
        assertThat(message.getDeliverTimeMs()).isEqualTo(6);
    }

    @Test
    @Tag("B-VALID-07")
    void prioritiesBelowZeroAreRefused() {
        Message message = new Message("orders", BODY);
        assertThat(message.getPriority()).isEqualTo(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.setPriority(-1))
                .withMessage("priority: -1 (expected: 0 or more)");
        message.setPriority(0);
        assertThat(message.getPriority()).isZero();
    }

    @Test
    @Tag("B-VALID-06")
    void propertiesOfTheSystemAreRefused() {
        Message message = new Message("orders", BODY);
        for (String name : MessageConst.STRING_HASH_SET) {
            assertThatThrownBy(() -> message.putUserProperty(name, "x"))
                    .as(name)
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining(name);
        }
        assertThat(message.getProperties()).isEqualTo(Map.of("WAIT", "true"));
    }

    /** The official set decides, and anybody can change it. */
    @Test
    @Tag("B-VALID-06")
    void whatIsDoneToThePublicSetDoesNotLetSystemPropertiesIn() {
        MessageConst.STRING_HASH_SET.remove("UNIQ_KEY");
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Message("orders", BODY).putUserProperty("UNIQ_KEY", "x"));
        } finally {
            MessageConst.STRING_HASH_SET.add("UNIQ_KEY");
        }
    }

    @Test
    @Tag("B-VALID-06")
    void blankNamesAndValuesAreRefused() {
        Message message = new Message("orders", BODY);
        for (String blank : new String[] {null, "", " ", "\t"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> message.putUserProperty(blank, "x"));
            assertThatIllegalArgumentException().isThrownBy(() -> message.putUserProperty("x", blank));
        }
        assertThat(message.getProperties()).isEqualTo(Map.of("WAIT", "true"));
    }

    /** The official client writes them, and readers then see other properties than were set. */
    @Test
    @Tag("B-VALID-05")
    void separatorsInPropertiesAreRefused() {
        Message message = new Message("orders", BODY);
        for (String text : List.of("a\u0001b", "a\u0002b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> message.putUserProperty(text, "x"));
            assertThatIllegalArgumentException().isThrownBy(() -> message.putUserProperty("x", text));
        }
    }

    @Test
    void nullTakesAPropertyAway() {
        Message message = new Message("orders", "paid", "k", BODY);
        message.setTags(null);
        message.setKeys((String) null);
        assertThat(message.hasProperty("TAGS")).isFalse();
        assertThat(message.getKeys()).isNull();
        assertThat(message.getProperties()).isEqualTo(Map.of("WAIT", "true"));
    }

    @Test
    void readsBackWhatItWasGiven() {
        Message message = new Message();
        message.setTopic("orders");
        message.setBody(BODY);
        message.setFlag(7);
        message.setBuyerId("b");
        message.setInstanceId("ns");
        message.setTransactionId("tx");
        message.setWaitStoreMsgOK(false);
        message.putUserProperty("colour", "red");
        assertThat(message.getTopic()).isEqualTo("orders");
        assertThat(message.getBody()).isSameAs(BODY);
        assertThat(message.getFlag()).isEqualTo(7);
        assertThat(message.getBuyerId()).isEqualTo("b");
        assertThat(message.getProperty("INSTANCE_ID")).isEqualTo("ns");
        assertThat(message.getTransactionId()).isEqualTo("tx");
        assertThat(message.isWaitStoreMsgOK()).isFalse();
        assertThat(message.getUserProperty("colour")).isEqualTo("red");
        assertThat(message)
                .hasToString("Message{topic='orders', flag=7, properties={BUYER_ID=b, INSTANCE_ID=ns, WAIT=false,"
                        + " colour=red}, body=[104, 101, 108, 108, 111], transactionId='tx'}");
    }

    @Test
    void aCloneSharesNothingThatCanBeChangedButTheBody() {
        Message message = new Message("orders", "paid", "k", 7, BODY, false);
        Message clone = MessageAccessor.cloneMessage(message);
        assertThat(clone).hasToString(message.toString());
        clone.putUserProperty("colour", "red");
        assertThat(message.hasProperty("colour")).isFalse();
        assertThat(clone.getBody()).isSameAs(BODY);
    }

    @Test
    void survivesSerialisation() throws Exception {
        Message message = new Message("orders", "paid", "k", 7, BODY, false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(message);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).hasToString(message.toString());
        }
    }

    @Test
    void theAccessorReachesWhatHasNoSetter() {
        Message message = new Message("orders", BODY);
        MessageAccessor.setTransferFlag(message, "1");
        MessageAccessor.setCorrectionFlag(message, "2");
        MessageAccessor.setOriginMessageId(message, "3");
        MessageAccessor.setMQ2Flag(message, "4");
        MessageAccessor.setReconsumeTime(message, "5");
        MessageAccessor.setMaxReconsumeTimes(message, "6");
        MessageAccessor.setConsumeStartTimeStamp(message, "7");
        MessageAccessor.setLiteTopic(message, "8");
        assertThat(MessageAccessor.getTransferFlag(message)
                        + MessageAccessor.getCorrectionFlag(message)
                        + MessageAccessor.getOriginMessageId(message)
                        + MessageAccessor.getMQ2Flag(message)
                        + MessageAccessor.getReconsumeTime(message)
                        + MessageAccessor.getMaxReconsumeTimes(message)
                        + MessageAccessor.getConsumeStartTimeStamp(message)
                        + message.getProperty("__LITE_TOPIC"))
                .isEqualTo("12345678");
        MessageAccessor.clearProperty(message, "TRANSFER_FLAG");
        assertThat(MessageAccessor.getTransferFlag(message)).isNull();
    }
}
