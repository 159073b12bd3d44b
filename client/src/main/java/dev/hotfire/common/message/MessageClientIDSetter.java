// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.runtime.LocalAddress;
import dev.hotfire.runtime.ThisProcess;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.UniqueId;
import dev.hotfire.wire.id.UniqueIds;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Makes and reads the ids that clients give their messages (UNIQ_KEY, W-13.1). */
public class MessageClientIDSetter {
    private static final UniqueIds IDS = new UniqueIds(
            IpAddress.parse(LocalAddress.find()).toBytes(),
            (int) ThisProcess.id(),
            ThisProcess.randomInt(),
            ThisProcess::currentTimeMillis,
            ThisProcess.zone());
    private static final int FAKE_ADDRESS_BYTES = 4;

    /** A new id; no two are the same. */
    public static String createUniqID() {
        return IDS.next();
    }

    /** Gives a message an id, unless it has one. */
    public static void setUniqID(Message msg) {
        if (msg.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX) == null) {
            msg.putProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX, createUniqID());
        }
    }

    public static @Nullable String getUniqID(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX);
    }

    /** When an id was made, as nearly as it says. */
    public static Date getNearlyTimeFromID(String msgID) {
        return Date.from(UniqueId.parse(msgID).nearlyMadeAt(ThisProcess.currentTimeMillis(), ThisProcess.zone()));
    }

    /** The address of the client that made an id. */
    public static String getIPStrFromID(String msgID) {
        return UniqueId.parse(msgID).address().toString();
    }

    /** As {@link #getIPStrFromID}, in bytes. */
    public static byte[] getIPFromID(String msgID) {
        return UniqueId.parse(msgID).address().toBytes();
    }

    /** The low 16 bits of the process id of the client that made an id. */
    public static int getPidFromID(String msgID) {
        return UniqueId.parse(msgID).processId();
    }

    /** Bytes in place of an address, from the clock. */
    public static byte[] createFakeIP() {
        long now = ThisProcess.currentTimeMillis();
        byte[] address = new byte[FAKE_ADDRESS_BYTES];
        for (int i = 0; i < FAKE_ADDRESS_BYTES; i++) {
            address[i] = (byte) (now >>> (8 * (FAKE_ADDRESS_BYTES - 1 - i)));
        }
        return address;
    }
}
