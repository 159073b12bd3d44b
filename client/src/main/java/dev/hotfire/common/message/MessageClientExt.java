// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import org.jspecify.annotations.Nullable;

/** A stored message as a client hands it to its user: its id is the client's own, if the message has one. */
public class MessageClientExt extends MessageExt {
    /** The broker's id. */
    public @Nullable String getOffsetMsgId() {
        return super.getMsgId();
    }

    public void setOffsetMsgId(@Nullable String offsetMsgId) {
        super.setMsgId(offsetMsgId);
    }

    /** The client's own id, or the broker's if there is none. */
    @Override
    public @Nullable String getMsgId() {
        String uniqueId = getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX);
        return uniqueId == null ? getOffsetMsgId() : uniqueId;
    }

    /** Does nothing: the id follows from the message. */
    @Override
    public void setMsgId(@Nullable String msgId) {}
}
