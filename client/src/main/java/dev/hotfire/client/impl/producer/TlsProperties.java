// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.producer.TlsConfig;
import dev.hotfire.remoting.netty.TlsSystemConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, by the official client's system properties, {@code tls.client.*}, and the file that may
 * overrule them, {@code tls.config.file} (W-18.4), and by what code has set in {@link TlsSystemConfig}.
 *
 * <p>What is not said is safe here: peers and their host names are verified unless {@code tls.client.authServer=false} or
 * {@code tls.test.mode.enable=true} is set by somebody (hazard of B-TLS-01). What is said is done as the official client does
 * it: with {@code tls.client.authServer=true} host names are not compared.
 */
final class TlsProperties {
    private static final String DEFAULT_FILE = "/etc/rocketmq/tls.properties";

    private final Properties file;

    private TlsProperties(Properties file) {
        this.file = file;
    }

    /**
     * The configuration that the properties make.
     *
     * @throws IllegalArgumentException if they don't go together, or the file can't be read
     */
    static TlsConfig read() {
        String setByCode = TlsSystemConfig.tlsConfigFile;
        String file = setByCode != null ? setByCode : System.getProperty(TlsSystemConfig.TLS_CONFIG_FILE, DEFAULT_FILE);
        return new TlsProperties(load(Path.of(file))).config();
    }

    private static Properties load(Path path) {
        Properties file = new Properties();
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                file.load(reader);
            } catch (IOException e) {
                throw new IllegalArgumentException("tls.config.file: " + path + " can't be read", e);
            }
        }
        return file;
    }

    private @Nullable String get(String name) {
        String value = file.getProperty(name);
        if (value == null) {
            value = setByCode(name);
        }
        if (value == null) {
            value = System.getProperty(name);
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable String setByCode(String name) {
        return switch (name) {
            case TlsSystemConfig.TLS_CLIENT_AUTHSERVER -> TlsSystemConfig.tlsClientAuthServer ? "true" : null;
            case TlsSystemConfig.TLS_CLIENT_TRUSTCERTPATH -> TlsSystemConfig.tlsClientTrustCertPath;
            case TlsSystemConfig.TLS_CLIENT_CERTPATH -> TlsSystemConfig.tlsClientCertPath;
            case TlsSystemConfig.TLS_CLIENT_KEYPATH -> TlsSystemConfig.tlsClientKeyPath;
            case TlsSystemConfig.TLS_CLIENT_KEYPASSWORD -> TlsSystemConfig.tlsClientKeyPassword;
            case TlsSystemConfig.TLS_PROTOCOLS -> TlsSystemConfig.tlsProtocols;
            case TlsSystemConfig.TLS_CIPHERS -> TlsSystemConfig.tlsCiphers;
            default -> null;
        };
    }

    private TlsConfig config() {
        TlsConfig.Builder builder = TlsConfig.builder();
        String authenticate = get(TlsSystemConfig.TLS_CLIENT_AUTHSERVER);
        String test = get(TlsSystemConfig.TLS_TEST_MODE_ENABLE);
        String trusted = get(TlsSystemConfig.TLS_CLIENT_TRUSTCERTPATH);
        if ("false".equalsIgnoreCase(authenticate) || (authenticate == null && "true".equalsIgnoreCase(test))) {
            builder.insecure();
        } else {
            if (authenticate != null) {
                builder.anyHostName();
            }
            if (trusted != null) {
                builder.trustCertificates(Path.of(trusted));
            }
        }
        String certificate = get(TlsSystemConfig.TLS_CLIENT_CERTPATH);
        String key = get(TlsSystemConfig.TLS_CLIENT_KEYPATH);
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("tls.client.certPath, tls.client.keyPath: " + certificate + ", " + key
                    + " (expected: both or neither)");
        }
        if (certificate != null && key != null) {
            builder.identity(Path.of(certificate), Path.of(key), get(TlsSystemConfig.TLS_CLIENT_KEYPASSWORD));
        }
        String protocols = get(TlsSystemConfig.TLS_PROTOCOLS);
        if (protocols != null) {
            builder.protocols(protocols.split("[,:\\s]+", -1));
        }
        String ciphers = get(TlsSystemConfig.TLS_CIPHERS);
        if (ciphers != null) {
            builder.ciphers(ciphers.split("[,:\\s]+", -1));
        }
        return builder.build();
    }
}
