// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** A plain socket that speaks frames: for what no producer would send. */
final class RawConnection implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Socket socket;

    RawConnection(String hostAndPort) throws IOException {
        Address address = Address.parse(hostAndPort);
        this.socket = new Socket(address.host(), address.port());
        socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
    }

    Frame call(Frame request) throws IOException {
        send(request);
        return read();
    }

    void send(Frame request) throws IOException {
        ByteBuf bytes = FrameCodec.encode(request, UnpooledByteBufAllocator.DEFAULT);
        try {
            bytes.getBytes(0, socket.getOutputStream(), bytes.readableBytes());
        } finally {
            bytes.release();
        }
    }

    /** The next answer that comes; what the server asks in between is left unanswered. */
    Frame read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            Frame frame = FrameCodec.decode(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
            if (frame.isResponse()) {
                return frame;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
