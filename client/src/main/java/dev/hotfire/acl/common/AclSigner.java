// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes signatures. */
public class AclSigner {
    public static final Charset DEFAULT_CHARSET = StandardCharsets.UTF_8;
    public static final SigningAlgorithm DEFAULT_ALGORITHM = SigningAlgorithm.HmacSHA1;

    /** The signature of this text: HmacSHA1, in Base64. */
    public static String calSignature(String data, String key) throws AclException {
        return calSignature(data, key, DEFAULT_ALGORITHM, DEFAULT_CHARSET);
    }

    public static String calSignature(String data, String key, SigningAlgorithm algorithm, Charset charset)
            throws AclException {
        return calSignature(data.getBytes(charset), key, algorithm, charset);
    }

    /** The signature of these bytes: HmacSHA1, in Base64. */
    public static String calSignature(byte[] data, String key) throws AclException {
        return calSignature(data, key, DEFAULT_ALGORITHM, DEFAULT_CHARSET);
    }

    /**
     * The signature of these bytes, in Base64.
     *
     * @throws AclException if the key is null or empty
     */
    public static String calSignature(byte[] data, String key, SigningAlgorithm algorithm, Charset charset)
            throws AclException {
        requireKey(key);
        try {
            Mac mac = Mac.getInstance(algorithm.name());
            mac.init(new SecretKeySpec(key.getBytes(charset), algorithm.name()));
            return Base64.getEncoder().encodeToString(mac.doFinal(data));
        } catch (GeneralSecurityException e) {
            throw new AclException("signature-failed", SIGNATURE_FAILED, algorithm + ": no signature could be made", e);
        }
    }

    private static final int SIGNATURE_FAILED = 10015;

    private static void requireKey(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            throw new AclException("signature-failed", SIGNATURE_FAILED, "key: null or empty (expected: a secret key)");
        }
    }
}
