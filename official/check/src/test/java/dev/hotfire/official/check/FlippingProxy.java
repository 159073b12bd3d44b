// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.runtime.Address;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a broker and passes everything on, except that it flips one bit of the first request that carries the
 * marker: the lowest of the marker's last byte.
 */
final class FlippingProxy implements AutoCloseable {
    private final Address broker;
    private final byte[] marker;
    private final ServerSocket listener;
    private final AtomicInteger flips = new AtomicInteger();
    private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

    /** Listens on a free port at once. */
    FlippingProxy(String brokerAddress, byte[] marker) throws IOException {
        this.broker = Address.parse(brokerAddress);
        this.marker = marker.clone();
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("accept", this::accept);
    }

    String address() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    /** How many bits were flipped so far: none, or one. */
    int flips() {
        return flips.get();
    }

    /** Closes every socket, which ends every thread. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            Socket server = new Socket(broker.host(), broker.port());
            sockets.add(server);
            run("requests", () -> passRequests(client, server));
            run("answers", () -> server.getInputStream().transferTo(client.getOutputStream()));
        }
    }

    /** Frame by frame, so that the marker is found however the stream was cut. */
    private void passRequests(Socket client, Socket server) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        while (true) {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            int at = indexOf(frame, marker);
            if (at >= 0 && flips.compareAndSet(0, 1)) {
                frame[at + marker.length - 1] ^= 1;
            }
            out.writeInt(frame.length);
            out.write(frame);
        }
    }

    private static int indexOf(byte[] text, byte[] wanted) {
        for (int i = 0; i <= text.length - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && text[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private void run(String what, Passing passing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        passing.run();
                    } catch (IOException e) {
                        // One side has gone, or the proxy is closed: there is nothing more to pass on.
                    }
                },
                "proxy " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Passing {
        void run() throws IOException;
    }
}
