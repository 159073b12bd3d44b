// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a send as a server read it.
 *
 * @param party      whose group it names, null if that is none of the run's
 * @param message    the message of the unique id that it carries, of a batch the first; null if there is none
 * @param call       the one of the key that it carries, of a batch the first; null if there is none
 * @param send       the send that the message is in, null if there is none
 * @param attempt    the attempt that it belongs to, null if none could have sent it
 * @param address    where the server listens now, empty if it is down
 * @param link       the connection
 * @param properties of the message, of a batch those of the batch
 * @param elements   of a batch, empty otherwise
 * @param page       what the client was told about the topic
 * @param now        when it was read, in nanoseconds after the run began
 */
record SeenFrame(
        String server,
        String address,
        Link link,
        Frame frame,
        SendRequestHeader header,
        Map<String, String> properties,
        List<BatchBody.Element> elements,
        @Nullable Party party,
        @Nullable SeenMessage message,
        @Nullable SeenCall call,
        @Nullable SeenSend send,
        @Nullable SeenAttempt attempt,
        RouteBook.@Nullable Page page,
        long now) {
    String describe() {
        return frame.codeName() + " #" + frame.opaque() + " at " + server + ", " + link
                + (send == null ? "" : " (" + send + ")");
    }
}
