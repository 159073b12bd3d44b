// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.producer.TlsConfig;
import dev.hotfire.producer.TlsConfig.Trust;
import dev.hotfire.runtime.Address;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts connections as a {@link TlsConfig} says. What cannot be set up stops the producer from starting; nothing ever
 * falls back to plain text (hazard of B-TLS-02). Any thread.
 *
 * <p>Handshakes are computed on the loop, a millisecond or two each. There are as many as there are servers, once per
 * connection.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /** What the platform calls the comparison of host names as for HTTPS (RFC 2818), and its absence. */
    private static final String COMPARE_HOST_NAMES = "HTTPS";

    private static final String ANY_HOST_NAME = "";

    private final TlsConfig config;
    private volatile SslContext context;

    /**
     * Reads all files.
     *
     * @throws IllegalArgumentException if one can't be read or used
     */
    public ClientTls(TlsConfig config) {
        this.config = config;
        this.context = newContext(config);
        if (config.trust() == Trust.ANYBODY) {
            LOG.warn("connections are encrypted, but any server is trusted");
        }
    }

    /**
     * Reads all files again; connections made from now on use what is in them.
     *
     * @throws IllegalArgumentException if one can't be read or used; all stays as it was then
     */
    public void reload() {
        context = newContext(config);
    }

    /** The TLS part of one connection's pipeline. It begins the handshake as soon as the connection is there. */
    SslHandler newHandler(ByteBufAllocator allocator, Address peer) {
        SslHandler handler = context.newHandler(allocator, peer.host(), peer.port());
        SSLParameters parameters = handler.engine().getSSLParameters();
        // Said in either case: whether it is the default depends on the version of Netty.
        parameters.setEndpointIdentificationAlgorithm(
                config.trust() == Trust.VERIFY ? COMPARE_HOST_NAMES : ANY_HOST_NAME);
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    private static SslContext newContext(TlsConfig config) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            Path authorities = config.trustCertificates();
            if (config.trust() == Trust.ANYBODY) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (authorities != null) {
                builder.trustManager(authorities.toFile());
            }
            Path certificate = config.certificate();
            Path key = config.key();
            if (certificate != null && key != null) {
                builder.keyManager(certificate.toFile(), key.toFile(), config.keyPassword());
            }
            SslContext made = builder.protocols(orPlatforms(config.protocols().toArray(new String[0])))
                    .ciphers(config.ciphers().isEmpty() ? null : config.ciphers())
                    .build();
            // Protocols and ciphers that the platform does not have are noticed here only, which must not be at the
            // first
            // connection.
            made.newEngine(ByteBufAllocator.DEFAULT);
            return made;
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("tls: " + config + " can't be used: " + e.getMessage(), e);
        }
    }

    private static String @Nullable [] orPlatforms(String[] protocols) {
        return protocols.length == 0 ? null : protocols;
    }
}
