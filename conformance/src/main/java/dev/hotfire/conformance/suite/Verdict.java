// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

/** How a client did in a case. */
public enum Verdict {
    /** As it should be. */
    PASS("pass"),
    /** Allowed by the protocol and by what users rely on, and not the best that can be done. */
    NON_STRICT("non-strict"),
    /** The client has no such thing, and says so. */
    UNSUPPORTED("unsupported"),
    /** It fails, as the list of known failures says. */
    KNOWN_FAIL("known-fail"),
    /** Against the protocol, or against what users rely on. */
    FAIL("fail");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /**
     * The verdict of this word.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Verdict ofWord(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word.equals(word)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException(
                "verdict: '" + word + "' (expected: pass, non-strict, unsupported, known-fail or fail)");
    }
}
