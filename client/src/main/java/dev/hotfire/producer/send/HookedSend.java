// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.hook.HookedAttempt;
import dev.hotfire.producer.hook.SendHooks;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.send.SendFrameWriter;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a send has beyond others when its producer has hooks: each attempt is prepared off the loop, where its hooks are
 * asked and its frame is made, because hooks may change both properties and header.
 *
 * <p>The first attempt is prepared in the caller's thread, if it is known where it goes; all others on a callback thread,
 * while the send waits. Each attempt that before-hooks have seen is <em>open</em> until after-hooks have seen it too, and
 * whoever drops one sees to that. Confined to the loop, but for what says otherwise.
 */
final class HookedSend {
    /**
     * An attempt that can begin.
     *
     * @param frame     complete but for its opaque; null if the attempt is forbidden
     * @param payload   with what hooks have set
     * @param forbidden by whom, or null
     */
    record Prepared(
            Target target,
            HookedAttempt attempt,
            @Nullable AttemptFrame frame,
            Payload payload,
            @Nullable Exception forbidden) {}

    private final SendEngine engine;
    private final SendHooks hooks;

    /** As the settings were when the send was made: all attempts go by them. */
    private final SendFrameWriter writer;

    private final SendMode mode;
    private Payload payload;
    private @Nullable Prepared prepared;
    private @Nullable HookedAttempt open;

    /** What the send ended with, for an attempt that comes too late. */
    private volatile @Nullable SendException endFailure;

    /** A send that has not begun. */
    HookedSend(SendEngine engine, SendHooks hooks, Topic topic, SendMode mode, Payload payload) {
        this.engine = engine;
        this.hooks = hooks;
        this.writer = topic.writer();
        this.mode = mode;
        // Frames are made after the caller's call has returned, too.
        this.payload = payload.detached();
    }

    /** With what hooks have set so far. */
    Payload payload() {
        return payload;
    }

    /** Prepares the first attempt in the caller's thread, before the send reaches the loop. */
    void prepareFirst(Target to) {
        prepared = prepare(to, 1, payload);
    }

    /** Asks the hooks and makes the frame. On any thread but the loop. */
    private Prepared prepare(Target to, int number, Payload unchanged) {
        HookedAttempt attempt =
                hooks.attempt(mode, number, to.queue(), to.sendAddress().toString(), unchanged.asSent());
        Exception forbidden = hooks.check(attempt);
        if (forbidden != null) {
            return new Prepared(to, attempt, null, unchanged, forbidden);
        }
        hooks.before(attempt);
        try {
            Map<String, String> changed = attempt.changedProperties();
            Payload sent = changed == null ? unchanged : unchanged.withProperties(changed);
            return new Prepared(to, attempt, frameOf(sent, attempt, to), sent, null);
        } catch (RuntimeException | Error e) {
            // Out of memory, most likely.
            attempt.end(null, e);
            hooks.after(attempt);
            throw e;
        }
    }

    private AttemptFrame frameOf(Payload sent, HookedAttempt attempt, Target to) {
        AttemptFrame frame = capture(sent, to, Map.of());
        if (!hooks.seesRequests()) {
            return frame;
        }
        try {
            Map<String, String> added =
                    hooks.beforeRequest(attempt, engine.decoration().withoutSignature(frame.decoded()));
            return added.isEmpty() ? frame.retain() : capture(sent, to, added);
        } finally {
            frame.release();
        }
    }

    private AttemptFrame capture(Payload sent, Target to, Map<String, String> moreFields) {
        return AttemptFrame.capture(
                sent,
                writer,
                mode == SendMode.ONEWAY,
                engine.allocator(),
                engine.clock(),
                to,
                moreFields,
                engine.room());
    }

    /** Whether an attempt can begin. */
    boolean isPrepared() {
        return prepared != null;
    }

    /** The attempt that can begin, which its receiver begins. */
    Prepared take() {
        Prepared ready = prepared;
        if (ready == null) {
            throw new IllegalStateException("no attempt is prepared");
        }
        prepared = null;
        if (ready.forbidden() == null) {
            open = ready.attempt();
        }
        payload = ready.payload();
        return ready;
    }

    /**
     * Shows hooks the end of the attempt before, if there was one, and prepares the next, on a callback thread.
     *
     * @param onReady  called on the loop, also if the send has ended meanwhile
     * @param onFailed called on the loop if no frame could be made
     * @param onClosed called if there are no callback threads any more
     */
    void prepareNext(
            Target to, int number, Consumer<Prepared> onReady, Consumer<Throwable> onFailed, Runnable onClosed) {
        HookedAttempt before = open;
        Payload unchanged = payload;
        open = null;
        engine.callBack(
                () -> {
                    if (before != null) {
                        hooks.after(before);
                    }
                    Prepared next;
                    try {
                        next = prepare(to, number, unchanged);
                    } catch (RuntimeException | Error e) {
                        engine.onLoop(() -> onFailed.accept(e), () -> {});
                        return;
                    }
                    engine.onLoop(() -> onReady.accept(next), () -> tellDropped(next));
                },
                () -> {
                    open = before;
                    onClosed.run();
                });
    }

    /** Keeps an attempt that came from {@link #prepareNext} for {@link #take}. */
    void keep(Prepared ready) {
        prepared = ready;
    }

    /** An attempt is ready that nobody wants any more. */
    void drop(Prepared late) {
        engine.callBack(() -> tellDropped(late), () -> tellDropped(late));
    }

    private void tellDropped(Prepared dropped) {
        AttemptFrame frame = dropped.frame();
        if (frame != null) {
            frame.release();
            dropped.attempt().end(null, endFailure);
            hooks.after(dropped.attempt());
        }
    }

    /** The broker answered the attempt that is open. */
    void answered(Frame answer) {
        if (open != null) {
            open.answered(answer);
        }
    }

    /** The open attempt stored the message, and another one follows all the same. */
    void stored(SendResult result) {
        if (open != null) {
            open.end(result, null);
        }
    }

    /** The open attempt failed, and another one may follow. */
    void failed(SendException failure) {
        if (open != null) {
            open.end(null, failure);
        }
    }

    /** The send is over; {@link #showEnd} may have to follow. */
    void ended(@Nullable SendResult result, @Nullable SendException failure) {
        endFailure = failure;
        Prepared unused = prepared;
        if (unused != null) {
            prepared = null;
            AttemptFrame frame = unused.frame();
            if (frame != null) {
                frame.release();
                open = unused.attempt();
            }
        }
        if (open != null) {
            open.end(result, failure);
        }
    }

    /** Whether hooks have yet to see the end of the last attempt. */
    boolean hasEndToShow() {
        return open != null;
    }

    /** Shows hooks the end of the last attempt. On any thread but the loop, once, after {@link #ended}. */
    void showEnd() {
        HookedAttempt last = open;
        if (last != null) {
            open = null;
            hooks.after(last);
        }
    }
}
