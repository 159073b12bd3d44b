// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.acl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The signature over a request (W-18.1): HmacSHA1, in Base64, of the values of all ext fields in the order of their
 * names, followed by the body. Fields added after signing break it, so sign last. Stateless.
 */
public final class AclSignature {
    public static final String ACCESS_KEY = "AccessKey";
    public static final String SECURITY_TOKEN = "SecurityToken";
    public static final String SIGNATURE = "Signature";

    private static final String UNIQUE_KEY_QUERY = "_UNIQUE_KEY_QUERY";

    private AclSignature() {}

    /** The request with access key, security token and signature added; a signature that it had is replaced. */
    public static Frame sign(Frame request, AclCredentials credentials) {
        Frame unsigned = request.toBuilder()
                .field(ACCESS_KEY, credentials.accessKey())
                .field(SECURITY_TOKEN, credentials.securityToken())
                .build();
        String signature = signature(signedFields(unsigned), unsigned.body(), credentials.secretKey());
        return unsigned.toBuilder().field(SIGNATURE, signature).build();
    }

    /** Whether the request's signature is the one that this secret makes; false without a signature. */
    public static boolean verify(Frame request, String secretKey) {
        return verify(request, new AclSigner(secretKey));
    }

    /** As {@link #verify(Frame, String)}, for whoever looks at many requests: a signer is dear to make. */
    public static boolean verify(Frame request, AclSigner signer) {
        String signature = request.field(SIGNATURE);
        if (signature == null) {
            return false;
        }
        String expected = signature(signedFields(request), request.body(), signer);
        // In constant time: how far a guess was right is nobody's business.
        return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    /**
     * The signature of these fields and this body.
     *
     * @param extFields all fields of the request, access key and security token among them; a signature is left out
     */
    public static String signature(Map<String, String> extFields, byte[] body, String secretKey) {
        return signature(extFields, body, new AclSigner(secretKey));
    }

    private static String signature(Map<String, String> extFields, byte[] body, AclSigner signer) {
        List<ByteBuffer> values = new ArrayList<>();
        new TreeMap<>(extFields).forEach((name, value) -> {
            if (!name.equals(SIGNATURE)) {
                values.add(ByteBuffer.wrap(value.getBytes(UTF_8)));
            }
        });
        return new String(signer.sign(values, ByteBuffer.wrap(body)), US_ASCII);
    }

    // Servers leave this field out for clients up to 4.9.3 (W-4).
    private static Map<String, String> signedFields(Frame request) {
        if (request.version() > MqVersion.V4_9_3 || request.field(UNIQUE_KEY_QUERY) == null) {
            return request.extFields();
        }
        Map<String, String> fields = new TreeMap<>(request.extFields());
        fields.remove(UNIQUE_KEY_QUERY);
        return fields;
    }
}
