// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.id.OffsetMessageId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One of two servers that get the same requests, with what those may refer to: the message ids that it gave out. */
final class Peer implements AutoCloseable {
    /** An offset in the log at which no message begins. */
    static final long NOWHERE = 99_999_999_999L;

    private final RawConnection connection;
    private final List<String> ids = new ArrayList<>();

    Peer(String hostAndPort) throws IOException {
        this.connection = new RawConnection(hostAndPort);
    }

    /**
     * As {@link #call}, or null if the server answers the next request and not this one. A server that works on several
     * requests at once may still answer it later, and then the answer to what follows has the wrong opaque.
     */
    Frame callOrSilence(Frame request) throws IOException {
        Frame next = Frame.request(RequestCode.GET_BROKER_CLUSTER_INFO)
                .opaque(-1 - request.opaque())
                .build();
        connection.send(request);
        connection.send(next);
        Frame first = connection.read();
        if (first.opaque() == next.opaque()) {
            return null;
        }
        connection.read();
        return noted(first);
    }

    /** Sends a request and notes the id in its answer, if it is that of one message. */
    Frame call(Frame request) throws IOException {
        return noted(connection.call(request));
    }

    private Frame noted(Frame answer) {
        String id = answer.field("msgId");
        if (answer.code() == ResponseCode.SUCCESS && id != null && id.indexOf(',') < 0 && id.length() > 1) {
            ids.add(id);
        }
        return answer;
    }

    /** Where in its log a message is; which one, the number says, the same one on both sides. */
    long commitLogOffset(int number) {
        return ids.isEmpty()
                ? NOWHERE
                : OffsetMessageId.parse(ids.get(number % ids.size())).offset();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
