// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import dev.hotfire.wire.acl.AclSignature;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Who signs, and with what. */
public class SessionCredentials {
    public static final Charset CHARSET = StandardCharsets.UTF_8;
    public static final String ACCESS_KEY = AclSignature.ACCESS_KEY;
    public static final String SECRET_KEY = "SecretKey";
    public static final String SIGNATURE = AclSignature.SIGNATURE;
    public static final String SECURITY_TOKEN = AclSignature.SECURITY_TOKEN;

    /** Where credentials without arguments are read from: lines of the form {@code AccessKey=...}. */
    public static final String KEY_FILE =
            System.getProperty("rocketmq.client.keyFile", System.getProperty("user.home") + File.separator + "key");

    private @Nullable String accessKey;
    private @Nullable String secretKey;
    private @Nullable String securityToken;
    private @Nullable String signature;

    /** Those of {@link #KEY_FILE}; none if there is no such file (B-ACL-02). */
    public SessionCredentials() {
        this(new File(KEY_FILE));
    }

    SessionCredentials(File keyFile) {
        if (keyFile.isFile()) {
            Properties keys = new Properties();
            try (Reader reader = new InputStreamReader(new FileInputStream(keyFile), CHARSET)) {
                keys.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("key file: " + keyFile + " can't be read", e);
            }
            updateContent(keys);
        }
    }

    public SessionCredentials(@Nullable String accessKey, @Nullable String secretKey) {
        this(accessKey, secretKey, null);
    }

    /** With the token that belongs to temporary keys; null for others. */
    public SessionCredentials(@Nullable String accessKey, @Nullable String secretKey, @Nullable String securityToken) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.securityToken = securityToken;
    }

    /** Takes what these have under {@link #ACCESS_KEY}, {@link #SECRET_KEY} and {@link #SECURITY_TOKEN}; the rest stays. */
    public void updateContent(Properties prop) {
        accessKey = trimmed(prop.getProperty(ACCESS_KEY), accessKey);
        secretKey = trimmed(prop.getProperty(SECRET_KEY), secretKey);
        securityToken = trimmed(prop.getProperty(SECURITY_TOKEN), securityToken);
    }

    private static @Nullable String trimmed(@Nullable String text, @Nullable String otherwise) {
        return text == null ? otherwise : text.trim();
    }

    public @Nullable String getAccessKey() {
        return accessKey;
    }

    public void setAccessKey(@Nullable String accessKey) {
        this.accessKey = accessKey;
    }

    public @Nullable String getSecretKey() {
        return secretKey;
    }

    public void setSecretKey(@Nullable String secretKey) {
        this.secretKey = secretKey;
    }

    public @Nullable String getSignature() {
        return signature;
    }

    public void setSignature(@Nullable String signature) {
        this.signature = signature;
    }

    public @Nullable String getSecurityToken() {
        return securityToken;
    }

    public void setSecurityToken(@Nullable String securityToken) {
        this.securityToken = securityToken;
    }

    @Override
    public int hashCode() {
        return Objects.hash(accessKey, secretKey, signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionCredentials that
                && Objects.equals(accessKey, that.accessKey)
                && Objects.equals(secretKey, that.secretKey)
                && Objects.equals(signature, that.signature);
    }

    /** Keeps the secrets out of logs, where the official type's text puts them. */
    @Override
    public String toString() {
        return "SessionCredentials [accessKey=" + accessKey + ", secretKey=" + hidden(secretKey) + ", signature="
                + hidden(signature) + ", SecurityToken=" + hidden(securityToken) + "]";
    }

    private static @Nullable String hidden(@Nullable String secret) {
        return secret == null ? null : "***";
    }
}
