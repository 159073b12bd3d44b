// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.acl.AclSigner;
import dev.hotfire.wire.frame.Frame;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may ask a server at all: those whose signature it can follow, or everybody when it knows nobody's key (W-18.1).
 * Immutable; for {@link RequestPath}, from any thread and without the lock.
 */
final class SignatureCheck {
    /** What the official broker, 5.5.0, says to a known user with a wrong signature. Said to all here, strangers included. */
    static final String UNWELCOME_REMARK = "check signature failed.";

    private final Map<String, AclSigner> signers = new TreeMap<>();

    /**
     * @param secretKeys by access key
     */
    SignatureCheck(Map<String, String> secretKeys) {
        secretKeys.forEach((accessKey, secretKey) -> signers.put(accessKey, new AclSigner(secretKey)));
    }

    /** Whether the request is signed by one of those who may ask, if not everybody may. */
    boolean welcomes(Frame request) {
        if (signers.isEmpty()) {
            return true;
        }
        String accessKey = request.field(AclSignature.ACCESS_KEY);
        AclSigner signer = accessKey == null ? null : signers.get(accessKey);
        return signer != null && AclSignature.verify(request, signer);
    }
}
