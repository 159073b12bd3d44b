// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.producer;

import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.RecallHandle;

/** What a broker gave for a timed message, to take it back with, read (W-16.3). */
public class RecallMessageHandle {
    /**
     * What a handle says.
     *
     * @return a {@link HandleV1}
     * @throws IllegalArgumentException if the text is no handle
     */
    public static RecallMessageHandle decodeHandle(String handle) {
        try {
            RecallHandle read = RecallHandle.decode(handle);
            return new HandleV1(read.topic(), read.brokerName(), Long.toString(read.timestamp()), read.messageId());
        } catch (MalformedIdException e) {
            throw new IllegalArgumentException("recall handle is invalid: " + e.getMessage(), e);
        }
    }

    /** The one version that there is. */
    public static class HandleV1 extends RecallMessageHandle {
        private final String topic;
        private final String brokerName;
        private final String timestampStr;
        private final String messageId;

        public HandleV1(String topic, String brokerName, String timestamp, String messageId) {
            this.topic = topic;
            this.brokerName = brokerName;
            this.timestampStr = timestamp;
            this.messageId = messageId;
        }

        /**
         * The handle as brokers write it.
         *
         * @param timestamp milliseconds since 1970, in decimal digits
         * @throws IllegalArgumentException if a part is empty or has blanks, or the timestamp is no number
         */
        public static String buildHandle(String topic, String brokerName, String timestamp, String messageId) {
            return new RecallHandle(topic, brokerName, Long.parseLong(timestamp), messageId).encode();
        }

        public String getTopic() {
            return topic;
        }

        public String getBrokerName() {
            return brokerName;
        }

        /** When the message is delivered, plus one: milliseconds since 1970. */
        public String getTimestampStr() {
            return timestampStr;
        }

        public String getMessageId() {
            return messageId;
        }

        public String getVersion() {
            return "v1";
        }
    }
}
