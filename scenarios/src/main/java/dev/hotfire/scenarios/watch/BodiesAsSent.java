// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.PlainBodies;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import org.jspecify.annotations.Nullable;

/** X2: bodies travel as they were sent: plain, or compressed once where that was asked for and pays, and marked so. */
final class BodiesAsSent extends Watcher {
    /** Bodies of a run have five bits in a byte: from here on compressing them pays, but with LZ4, which looks for repeats alone. */
    private static final int WORTH_IT = 1_024;

    BodiesAsSent() {
        super("X2", "bodies travel as they were sent, compressed once");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenSend send = frame.send();
        if (send == null || frame.party() == null) {
            return;
        }
        if (!frame.elements().isEmpty()) {
            for (BatchBody.Element element : frame.elements()) {
                String sendId = element.properties().get(PropertyNames.KEYS);
                compare(frame, sendId == null ? null : watch().call(sendId), PlainBodies.asItIs(element.body()));
            }
            return;
        }
        SeenCall call = send.call;
        int sysFlag = frame.header().sysFlag();
        boolean compressed = SysFlag.isCompressed(sysFlag);
        PlainBodies.Plain plain;
        try {
            plain = watch().plainBodies().of(frame.frame().body(), sysFlag);
        } catch (CompressionException | IllegalArgumentException e) {
            violated(frame.describe() + ": is marked as compressed, and is not: " + e.getMessage());
            return;
        }
        compare(frame, call, plain);
        if (call != null) {
            int over = call.config.compressOverBytes();
            int bytes = call.invocation.bodyBytes();
            if (compressed && Compression.ofSysFlag(sysFlag) != call.config.compression()) {
                violated(frame.describe() + ": is compressed with " + Compression.ofSysFlag(sysFlag) + " (expected: "
                        + call.config.compression() + ")");
            }
            if (compressed && bytes < over) {
                violated(frame.describe() + ": " + bytes + " bytes are compressed (expected: from " + over + " on)");
            } else if (!compressed
                    && bytes >= over
                    && bytes >= WORTH_IT
                    && call.config.compression() != Compression.LZ4) {
                violated(
                        frame.describe() + ": " + bytes + " bytes are not compressed (expected: from " + over + " on)");
            }
        }
    }

    private void compare(SeenFrame frame, @Nullable SeenCall call, PlainBodies.Plain plain) {
        if (call == null) {
            return;
        }
        Invocation sent = call.invocation;
        if (plain.bytes() != sent.bodyBytes() || plain.hash() != sent.bodyHash()) {
            violated(frame.describe() + ": another body than that of send " + sent.sendId() + ", of " + sent.bodyBytes()
                    + " bytes");
        }
    }
}
