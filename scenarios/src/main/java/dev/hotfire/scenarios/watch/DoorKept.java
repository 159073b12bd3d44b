// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;

/** X12: what can't be sent is refused at the call, and nothing else is. */
final class DoorKept extends Watcher {
    DoorKept() {
        super("X12", "what can't be sent is refused at the call, and that alone");
    }

    @Override
    void onTold(SeenCall call) {
        Terminal terminal = call.terminal;
        String refusal = call.failure == null && terminal != null ? terminal.failure() : null;
        int most = call.config.maxMessageBytes();
        boolean tooLarge = call.invocation.kind() != SendKind.BATCH && call.invocation.bodyBytes() > most;
        if ((refusal != null) != tooLarge) {
            violated("send " + call.invocation.sendId() + ": " + call.invocation.bodyBytes() + " bytes are "
                    + (refusal != null ? "refused: " + refusal : "let in") + " (expected: at most " + most
                    + ")");
        }
    }

    /** Messages are not gathered to more than may be sent at once. */
    @Override
    void onSendRead(SeenFrame frame) {
        SeenSend send = frame.send();
        SeenCall call = send == null ? null : send.call;
        int bytes = frame.frame().body().length;
        if (call != null && !frame.elements().isEmpty() && bytes > call.config.maxMessageBytes()) {
            violated(frame.describe() + ": " + bytes + " bytes are sent at once (expected: at most "
                    + call.config.maxMessageBytes() + ")");
        }
    }
}
