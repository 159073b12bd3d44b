// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.netty;

import org.jspecify.annotations.Nullable;

/**
 * The names of the system properties that say how connections are encrypted, and fields that say the same for code that
 * would rather set them. A producer reads both at its start; what is in the file that {@link #TLS_CONFIG_FILE} names comes
 * first, then a field that was set, then the property.
 *
 * <p>Unlike in the official library, fields don't begin with what properties say, and those of servers are not there.
 */
public class TlsSystemConfig {
    public static final String TLS_SERVER_MODE = "tls.server.mode";
    public static final String TLS_ENABLE = "tls.enable";
    public static final String TLS_CONFIG_FILE = "tls.config.file";
    public static final String TLS_TEST_MODE_ENABLE = "tls.test.mode.enable";
    public static final String TLS_SERVER_NEED_CLIENT_AUTH = "tls.server.need.client.auth";
    public static final String TLS_SERVER_KEYPATH = "tls.server.keyPath";
    public static final String TLS_SERVER_KEYPASSWORD = "tls.server.keyPassword";
    public static final String TLS_SERVER_CERTPATH = "tls.server.certPath";
    public static final String TLS_SERVER_AUTHCLIENT = "tls.server.authClient";
    public static final String TLS_SERVER_TRUSTCERTPATH = "tls.server.trustCertPath";
    public static final String TLS_CLIENT_KEYPATH = "tls.client.keyPath";
    public static final String TLS_CLIENT_KEYPASSWORD = "tls.client.keyPassword";
    public static final String TLS_CLIENT_CERTPATH = "tls.client.certPath";
    public static final String TLS_CLIENT_AUTHSERVER = "tls.client.authServer";
    public static final String TLS_CLIENT_TRUSTCERTPATH = "tls.client.trustCertPath";
    public static final String TLS_CIPHERS = "tls.ciphers";
    public static final String TLS_PROTOCOLS = "tls.protocols";

    /** Whether producers encrypt that are not told by {@code setUseTLS}, as with the property {@link #TLS_ENABLE}. */
    public static boolean tlsEnable;

    /** Servers are verified unless the property says otherwise; this field changes nothing. */
    public static boolean tlsTestModeEnable;

    public static @Nullable String tlsClientKeyPath;
    public static @Nullable String tlsClientKeyPassword;
    public static @Nullable String tlsClientCertPath;

    /** Whether servers are verified by the given authorities, whatever their host names; they are by more if false. */
    public static boolean tlsClientAuthServer;

    public static @Nullable String tlsClientTrustCertPath;
    public static @Nullable String tlsConfigFile;
    public static @Nullable String tlsCiphers;
    public static @Nullable String tlsProtocols;
}
