// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.acl;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who signs, and with what.
 *
 * @param accessKey     travels with every request
 * @param secretKey     never travels
 * @param securityToken travels too, with temporary credentials
 */
public record AclCredentials(
        String accessKey, String secretKey, @Nullable String securityToken) {
    public AclCredentials {
        requireNonNull(accessKey, "accessKey");
        requireNonNull(secretKey, "secretKey");
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new IllegalArgumentException("accessKey, secretKey: empty (expected: neither is)");
        }
    }

    /** Keeps both secrets out of logs. */
    @Override
    public String toString() {
        return "AclCredentials[accessKey=" + accessKey + "]";
    }
}
