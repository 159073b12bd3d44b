// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is compared of a body. */
record Body(int bytes, String sha256) {
    static Body of(byte[] body) {
        try {
            return new Body(
                    body.length,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static Body of(OutputLine line) {
        return new Body(line.number("bodyBytes"), line.text("bodySha256"));
    }
}
