// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.producer.connect.Outbox.Oneway;
import dev.hotfire.producer.hook.RequestHooks;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.FrameReader;
import dev.hotfire.wire.frame.FrameView;
import dev.hotfire.wire.frame.ResponseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one address, from the first wish for it until it is closed. Confined to the loop.
 *
 * <p>Calls made while it is being established wait for it. When it breaks, every call on it is told at once
 * (B-REMOTE-05). Answers count only on the connection that carried the request (T20, I15).
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private enum State {
        CONNECTING,
        ACTIVE,
        /** Takes no new calls; closes when the last answer is in. */
        RETIRED,
        CLOSED
    }

    private final Connections owner;
    private final Address address;
    private final int firstPlace;
    private final InFlight inFlight;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int tickets;
    private State state = State.CONNECTING;
    private @Nullable Channel channel;
    private @Nullable IOException closeCause;
    private final Outbox outbox = new Outbox(this::onOnewaysDone);
    private boolean dirty;
    private int framesRead;
    private int onewaysTaken;
    /** One-way calls that the network has not taken and that nobody has given up. */
    private int onewaysUnderWay;

    private long lastActiveNanos;
    private @Nullable ScheduledFuture<?> idleTimer;

    /**
     * Not begun yet.
     *
     * @param firstPlace  which of the places that the address may stand for is tried first; 0 or more
     * @param firstOpaque where its opaques begin to count
     */
    Connection(Connections owner, Address address, int firstPlace, int firstOpaque) {
        this.owner = owner;
        this.address = address;
        this.firstPlace = firstPlace;
        this.inFlight = new InFlight(firstOpaque);
    }

    public Address address() {
        return address;
    }

    /** A request other than a send, with what every request of this producer carries. */
    Frame decorate(Frame request) {
        return owner.decoration().decorate(request);
    }

    /**
     * Shows a request other than a send to the user's hooks, on a thread of theirs, and goes on with what they made of it on
     * the loop; at once if there are none.
     */
    void showToHooks(Frame request, Consumer<Frame> then) {
        RequestHooks hooks = owner.decoration().hooks();
        if (hooks == null) {
            then.accept(request);
            return;
        }
        Frame seen = owner.decoration().unsigned(request);
        Runnable ask = () -> {
            Map<String, String> added = hooks.before(address.toString(), seen);
            Frame extended = seen.toBuilder().fields(added).build();
            try {
                owner.loop().execute(() -> then.accept(extended));
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: closed while hooks looked at {}", address, request.codeName());
            }
        };
        try {
            owner.hookThread().execute(ask);
        } catch (RejectedExecutionException | IllegalStateException e) {
            // Somebody closed the machine below us; what is sent now are last words.
            then.accept(request);
        }
    }

    /** Shows the response to the user's hooks, if there are any; nobody waits for that. */
    void showToHooks(Frame request, Frame response) {
        RequestHooks hooks = owner.decoration().hooks();
        if (hooks == null) {
            return;
        }
        try {
            owner.hookThread().execute(() -> hooks.after(address.toString(), request, response));
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("{}: closed before hooks saw the response to {}", address, request.codeName());
        }
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** How many calls wait for an answer. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Starts a call. It goes out with the next flush, together with all others of this turn of the loop. */
    public void start(Call call) {
        if (call.connection != null) {
            throw new IllegalStateException("call is under way on " + call.connection.address);
        }
        call.written = false;
        switch (state) {
            case CONNECTING -> {
                call.connection = this;
                call.ticket = ++tickets;
                waiting.addLast(new Waiting(call, call.ticket));
            }
            case ACTIVE -> {
                call.connection = this;
                write(call);
            }
            case RETIRED, CLOSED ->
                call.onLost(false, closeCause != null ? closeCause : new ClosedChannelException(), owner.now());
        }
    }

    /** Gives a call up: whatever comes for it later is ignored. */
    void forget(Call call) {
        call.connection = null;
        if (call.written) {
            // A one-way call is in no table: the opaque that it does not have may be another call's.
            if (call.isOneway()) {
                onewaysUnderWay--;
            } else {
                inFlight.remove(call.opaque);
            }
            closeIfDone();
        }
        // A call that still waits for the connection is skipped when its turn comes: see onConnected.
    }

    /**
     * Gives a call up because its time is over. A connection that gave no sign of life since the call went out takes no
     * new ones: its peer may have vanished, or something on the way may swallow what is on this connection, while a new
     * one would work (T08). Calls that are under way on it keep their chance.
     */
    void timeOut(Call call) {
        if (call.written && call.signsOfLifeBefore == signsOfLife(call)) {
            retire();
        }
        forget(call);
    }

    /**
     * Who waits for an answer hears life in frames alone. Nothing need ever come on a connection for one-way calls; there a
     * peer that takes bytes lives, and one that is merely slow must not cost the calls that are queued behind.
     */
    private int signsOfLife(Call call) {
        return call.isOneway() ? framesRead + onewaysTaken : framesRead;
    }

    /** Takes no new calls from now on, and closes once those under way are done, one-way calls too. */
    public void retire() {
        if (state == State.ACTIVE) {
            state = State.RETIRED;
            owner.onRetired(this);
            closeIfDone();
        }
    }

    /** Closes the connection; every call on it is lost. */
    void close(IOException cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        closeCause = cause;
        owner.onClosed(this);
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
        Channel open = channel;
        if (open != null) {
            // A channel fails what it was given and can't send any more.
            outbox.writeTo(open);
        }
        // One that could not be registered, because the loop ends, is closed already and can't bear to be told again.
        if (open != null && open.isOpen()) {
            open.close();
        }
        long now = owner.now();
        for (Waiting next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            Call call = next.call;
            if (isStillWaiting(next)) {
                call.connection = null;
                call.onLost(false, cause, now);
            }
        }
        inFlight.removeAll(call -> {
            call.connection = null;
            call.onLost(true, cause, now);
        });
    }

    void connect() {
        long deadlineNanos = owner.now() + owner.connectTimeoutNanos();
        Future<List<Address>> resolving;
        try {
            resolving = owner.machine().resolve(owner.loop(), address);
        } catch (RuntimeException | OutOfMemoryError e) {
            // No thread for the resolver, most likely. An address must not be "connecting" for ever.
            connectFailed(e);
            return;
        }
        resolving.addListener((Future<List<Address>> found) -> {
            if (found.isSuccess()) {
                connect(found.getNow(), 0, deadlineNanos);
            } else {
                connectFailed(found.cause());
            }
        });
    }

    /**
     * Tries the addresses that a name stands for, one after another; each has an even share of the time that is left. Where
     * to begin moves on with each connection to the name, so that one that accepts and says nothing is passed by.
     */
    private void connect(List<Address> places, int tried, long deadlineNanos) {
        if (state != State.CONNECTING) {
            return;
        }
        Address place = places.get((firstPlace + tried) % places.size());
        long shareNanos = Math.max(1, (deadlineNanos - owner.now()) / (places.size() - tried));
        try {
            connect(place, shareNanos, deadlineNanos, cause -> connectNext(places, tried, deadlineNanos, cause));
        } catch (RuntimeException | OutOfMemoryError e) {
            // No memory for a channel or its encryption, most likely.
            connectNext(places, tried, deadlineNanos, e);
        }
    }

    private void connect(Address place, long shareNanos, long deadlineNanos, Consumer<Throwable> otherwise) {
        Reader reader = new Reader(owner.maxFrameBytes());
        ClientTls tls = owner.tls();
        // The name that was asked for, not where it led, is what the certificate must be for.
        SslHandler encryption =
                tls == null ? null : tls.newHandler(owner.machine().allocator(), address);
        ChannelFuture connecting = owner.machine()
                .connect(
                        owner.loop(),
                        place,
                        shareNanos,
                        encryption == null ? reader : new Encrypted(encryption, reader));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                otherwise.accept(done.cause());
            } else if (encryption != null) {
                awaitHandshake(encryption, deadlineNanos);
            } else {
                onConnected();
            }
        });
    }

    /** One place could not be reached; on to the next, if there is one. */
    private void connectNext(List<Address> places, int tried, long deadlineNanos, Throwable cause) {
        if (tried + 1 < places.size()) {
            LOG.debug("connect to one of {} failed: {}", address, reason(cause));
            connect(places, tried + 1, deadlineNanos);
        } else {
            connectFailed(cause);
        }
    }

    private void connectFailed(Throwable cause) {
        close(new IOException("connect to " + address + " failed: " + reason(cause), cause));
    }

    /** The handshake has what connecting left of the time. Until it is over nothing is written, so nothing is unknown. */
    private void awaitHandshake(SslHandler encryption, long deadlineNanos) {
        long leftNanos = Math.max(1, deadlineNanos - owner.now());
        encryption.setHandshakeTimeout(leftNanos / 1_000_000 + 1, TimeUnit.MILLISECONDS);
        encryption.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                onConnected();
            } else {
                close(new IOException(
                        "TLS handshake with " + address + " failed: " + reason(done.cause()), done.cause()));
            }
        });
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private void onConnected() {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.ACTIVE;
        for (Waiting next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            Call call = next.call;
            // Calls that were given up meanwhile have left; some may even be back on another connection.
            if (isStillWaiting(next)) {
                write(call);
            }
        }
        lastActiveNanos = owner.now();
        if (owner.idleNanos() > 0) {
            armIdleTimer(owner.idleNanos());
        }
        owner.onActive(this);
    }

    /** A call in the order of coming. One that was given up and came back has a new place, and the old one counts no more. */
    private record Waiting(Call call, int ticket) {}

    private boolean isStillWaiting(Waiting one) {
        return one.call.connection == this && !one.call.written && one.call.ticket == one.ticket;
    }

    private void armIdleTimer(long delayNanos) {
        idleTimer = owner.loop().schedule(this::onIdleTimer, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** One timer per connection that looks when it could be time, and not one that is moved with every byte. */
    private void onIdleTimer() {
        long leftNanos = owner.idleNanos() - (owner.now() - lastActiveNanos);
        if (leftNanos > 0) {
            armIdleTimer(leftNanos);
        } else if (inFlight.size() > 0 || onewaysUnderWay > 0) {
            // Somebody waits, and has a deadline of its own.
            armIdleTimer(owner.idleNanos());
        } else {
            LOG.debug("{}: nothing came or went for {} s; closed", address, owner.idleNanos() / 1_000_000_000);
            close(new IOException("connection to " + address + " was idle"));
        }
    }

    private void write(Call call) {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("connection to " + address + " has no channel");
        }
        call.written = true;
        call.signsOfLifeBefore = signsOfLife(call);
        boolean oneway = call.isOneway();
        int opaque = oneway ? inFlight.takeOpaque() : inFlight.add(call);
        ByteBuf frame;
        try {
            frame = call.frame(opaque, open.alloc());
        } catch (OutOfMemoryError e) {
            // Direct memory has a bound of its own (C09). This call is lost, and no timer or other call with it.
            takeBackUnwritten(call);
            call.onLost(false, new IOException("no memory for a request to " + address, e), owner.now());
            return;
        }
        if (oneway) {
            onewaysUnderWay++;
            call.ticket = ++tickets;
            outbox.add(frame, new Oneway(call, call.ticket), open);
        } else {
            outbox.add(frame, null, open);
        }
        if (!dirty) {
            dirty = true;
            owner.onDirty(this);
        }
    }

    private void takeBackUnwritten(Call call) {
        if (!call.isOneway()) {
            inFlight.remove(call.opaque);
        }
        call.written = false;
        call.connection = null;
    }

    private void onOnewaysDone(List<Oneway> done, @Nullable Throwable cause) {
        if (cause == null) {
            onewaysTaken += done.size();
        }
        long nowNanos = owner.now();
        for (Oneway one : done) {
            Call call = one.call();
            // It may have been given up, and be back on this connection with another frame.
            if (call.connection == this && call.ticket == one.ticket()) {
                call.connection = null;
                onewaysUnderWay--;
                if (cause == null) {
                    call.onWritten(nowNanos);
                } else {
                    String what = "write to " + address + " failed: " + reason(cause);
                    call.onLost(true, new IOException(what, cause), nowNanos);
                }
            }
        }
        closeIfDone();
    }

    void flush() {
        dirty = false;
        Channel open = channel;
        if (open != null) {
            lastActiveNanos = owner.now();
            outbox.writeTo(open);
            open.flush();
        }
    }

    private void closeIfDone() {
        if (state == State.RETIRED && inFlight.size() == 0 && onewaysUnderWay == 0) {
            close(new ClosedChannelException());
        }
    }

    private void onFrame(Frame frame) {
        framesRead++;
        long nowNanos = owner.now();
        lastActiveNanos = nowNanos;
        if (!frame.isResponse()) {
            owner.serverRequests().dispatch(this, frame);
            return;
        }
        Call call = takeAnswered(frame.opaque(), frame.code());
        if (call != null) {
            call.onReply(frame, nowNanos);
            closeIfDone();
        }
    }

    /** As {@link #onFrame}, for a response without anything out of the ordinary. */
    private void onOrdinaryReply(FrameView reply) {
        framesRead++;
        long nowNanos = owner.now();
        lastActiveNanos = nowNanos;
        Call call = takeAnswered(reply.opaque(), reply.code());
        if (call != null) {
            call.onOrdinaryReply(reply, nowNanos);
            closeIfDone();
        }
    }

    /** Who is answered; null if nobody is: the call was given up, or is nobody's (T19, T23). */
    private @Nullable Call takeAnswered(int opaque, int code) {
        Call call = inFlight.remove(opaque);
        if (call == null) {
            LOG.debug("{}: no call waits for answer {} with code {}", address, opaque, code);
            return null;
        }
        call.connection = null;
        if (code == ResponseCode.GO_AWAY) {
            // The peer wants to go (W-6).
            retire();
        }
        return call;
    }

    /**
     * Answers a request of the peer's, unless it wants no answer or is gone.
     *
     * @param remark the reason of an error, or null
     */
    public void answer(Frame request, int responseCode, @Nullable String remark) {
        Channel open = channel;
        if (request.isOneway() || open == null || state == State.CLOSED) {
            return;
        }
        Frame answer = Frame.response(request, responseCode)
                .remark(remark)
                .encoding(request.encoding())
                .build();
        open.writeAndFlush(FrameCodec.encode(answer, open.alloc()), open.voidPromise());
    }

    /** Puts encryption between the network and the reader. */
    private static final class Encrypted extends ChannelInitializer<Channel> {
        private final SslHandler encryption;
        private final Reader reader;

        Encrypted(SslHandler encryption, Reader reader) {
            this.encryption = encryption;
            this.reader = reader;
        }

        @Override
        protected void initChannel(Channel opened) {
            opened.pipeline().addLast(encryption, reader);
        }
    }

    /** Takes the peer's frames out of the stream and notices its end. */
    private final class Reader extends FrameReader {
        private final FrameView view = new FrameView();

        Reader(int maxFrameBytes) {
            super(maxFrameBytes);
        }

        @Override
        protected void onFrame(ChannelHandlerContext ctx, ByteBuf in, int index, int length) {
            if (view.show(in, index, length)) {
                onOrdinaryReply(view);
            } else {
                Connection.this.onFrame(FrameCodec.decode(in, index, length));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            // First what came before the end.
            super.channelInactive(ctx);
            close(new IOException("connection to " + address + " was closed by the peer"));
        }

        @Override
        @SuppressWarnings("deprecation") // The inbound event is not deprecated, only the base method's place.
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            close(new IOException("connection to " + address + " broke: " + reason(cause), cause));
        }
    }
}
