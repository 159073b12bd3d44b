// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import static java.util.Objects.requireNonNull;

import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.protocol.RemotingCommand;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs every request (W-18.1). A producer that is given one signs with its credentials on its own fast path, last of
 * all, and doesn't call it; a subclass is called like any other hook.
 */
public class AclClientRPCHook implements RPCHook {
    private final SessionCredentials sessionCredentials;

    public AclClientRPCHook(SessionCredentials sessionCredentials) {
        this.sessionCredentials = requireNonNull(sessionCredentials, "sessionCredentials");
    }

    /**
     * Adds access key, security token and signature to a request.
     *
     * @throws IllegalStateException if the credentials lack a key
     */
    @Override
    public void doBeforeRequest(String remoteAddr, RemotingCommand request) {
        String accessKey = sessionCredentials.getAccessKey();
        String secretKey = sessionCredentials.getSecretKey();
        if (accessKey == null || secretKey == null || secretKey.isEmpty()) {
            throw new IllegalStateException(
                    "credentials: " + sessionCredentials + " (expected: an access key and a secret key)");
        }
        request.addExtField(SessionCredentials.ACCESS_KEY, accessKey);
        String securityToken = sessionCredentials.getSecurityToken();
        if (securityToken != null) {
            request.addExtField(SessionCredentials.SECURITY_TOKEN, securityToken);
        }
        byte[] content = AclUtils.combineRequestContent(request, parseRequestContent(request));
        request.addExtField(SessionCredentials.SIGNATURE, AclUtils.calSignature(content, secretKey));
    }

    @Override
    public void doAfterResponse(String remoteAddr, RemotingCommand request, @Nullable RemotingCommand response) {}

    /** The fields to sign, by name. */
    protected SortedMap<String, String> parseRequestContent(RemotingCommand request) {
        SortedMap<String, String> fields = new TreeMap<>();
        if (request.getExtFields() != null) {
            fields.putAll(request.getExtFields());
        }
        fields.remove(SessionCredentials.SIGNATURE);
        return fields;
    }

    public SessionCredentials getSessionCredentials() {
        return sessionCredentials;
    }
}
