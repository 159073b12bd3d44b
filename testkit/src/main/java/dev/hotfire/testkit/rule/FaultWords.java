// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.FaultAction;
import java.util.LinkedHashMap;
import java.util.Map;

/** Faults that are a word alone. */
final class FaultWords {
    static final Map<String, FaultAction> BY_WORD = new LinkedHashMap<>();

    static {
        BY_WORD.put("silent", new FaultAction.Silent());
        BY_WORD.put("close-before", new FaultAction.CloseBefore());
        BY_WORD.put("reset-before", new FaultAction.ResetBefore());
        BY_WORD.put("half-close-before", new FaultAction.HalfCloseBefore());
        BY_WORD.put("blackhole-before", new FaultAction.BlackholeBefore());
        BY_WORD.put("crash-before", new FaultAction.CrashBefore());
        BY_WORD.put("store-then-silent", new FaultAction.StoreThenSilent());
        BY_WORD.put("store-then-close", new FaultAction.StoreThenClose());
        BY_WORD.put("store-then-reset", new FaultAction.StoreThenReset());
        BY_WORD.put("store-then-half-close", new FaultAction.StoreThenHalfClose());
        BY_WORD.put("store-then-blackhole", new FaultAction.StoreThenBlackhole());
        BY_WORD.put("store-then-crash", new FaultAction.StoreThenCrash());
        BY_WORD.put("answer-twice", new FaultAction.AnswerTwice());
        BY_WORD.put("wrong-opaque", new FaultAction.WrongOpaque());
        BY_WORD.put("swap-opaques", new FaultAction.SwapOpaques());
        BY_WORD.put("answer-elsewhere", new FaultAction.AnswerElsewhere());
        BY_WORD.put("park", new FaultAction.Park());
        BY_WORD.put("store-then-park", new FaultAction.StoreThenPark());
        BY_WORD.put("serve", new FaultAction.Serve());
    }

    private FaultWords() {}
}
