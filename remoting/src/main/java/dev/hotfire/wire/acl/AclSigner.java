// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.acl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes signatures with one secret: HmacSHA1, in Base64 (W-18.1). Immutable; any thread. */
public final class AclSigner {
    private static final String ALGORITHM = "HmacSHA1";

    /** Knows the secret and has seen nothing else. Never used itself: finding an algorithm costs more than a copy. */
    private final Mac blank;

    /**
     * A signer.
     *
     * @param secretKey not empty
     */
    public AclSigner(String secretKey) {
        try {
            blank = Mac.getInstance(ALGORITHM);
            blank.init(new SecretKeySpec(secretKey.getBytes(UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }

    /**
     * A signature, 28 characters in ASCII.
     *
     * @param values those of all ext fields but the signature, in the order of their names
     */
    public byte[] sign(Iterable<ByteBuffer> values, ByteBuffer body) {
        Mac mac;
        try {
            mac = (Mac) blank.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " of " + blank.getProvider() + " can't be copied", e);
        }
        values.forEach(mac::update);
        mac.update(body);
        return Base64.getEncoder().encode(mac.doFinal());
    }
}
