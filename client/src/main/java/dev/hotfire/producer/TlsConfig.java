// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections to name servers and brokers are encrypted, and who is believed to be one (W-18.4). The peer is verified
 * unless told otherwise (hazard of B-TLS-01). All files are PEM; they are read when the producer starts and by {@link
 * Producer#reloadTls()}.
 *
 * @param trust             whom to believe
 * @param trustCertificates the authorities that are believed, or null for those that the Java platform believes
 * @param certificate       this producer's own certificate chain, for servers that ask for one, or null
 * @param key               its private key, PKCS#8; null exactly if there is no certificate
 * @param keyPassword       what the key is encrypted with, or null; never printed
 * @param protocols         the protocol versions to offer, such as {@code TLSv1.3}; empty for the platform's choice
 * @param ciphers           the cipher suites to offer; empty for the platform's choice
 */
public record TlsConfig(
        Trust trust,
        @Nullable Path trustCertificates,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String keyPassword,
        List<String> protocols,
        List<String> ciphers) {
    /** Whom to believe. */
    public enum Trust {
        /** A certificate that a believed authority signed, for the host that was asked for. */
        VERIFY,
        /** A certificate that a believed authority signed, whatever host it names. */
        ANY_HOST_NAME,
        /** Anybody: whoever is in the middle reads and changes everything. */
        ANYBODY
    }

    public TlsConfig {
        requireNonNull(trust, "trust");
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "certificate, key: " + certificate + ", " + key + " (expected: both or neither)");
        }
        if (keyPassword != null && key == null) {
            throw new IllegalArgumentException("keyPassword: given (expected: none without a key)");
        }
        if (trust == Trust.ANYBODY && trustCertificates != null) {
            throw new IllegalArgumentException("trustCertificates: " + trustCertificates
                    + " (expected: none if anybody is trusted, because nothing is compared with them)");
        }
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** Begins a configuration that verifies peers against the authorities that the Java platform believes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "TlsConfig[trust=" + trust + ", trustCertificates=" + trustCertificates + ", certificate=" + certificate
                + ", protocols=" + protocols + ", ciphers=" + ciphers + "]";
    }

    /** Collects settings; they are checked in {@link #build()}. */
    public static final class Builder {
        private Trust trust = Trust.VERIFY;
        private @Nullable Path trustCertificates;
        private @Nullable Path certificate;
        private @Nullable Path key;
        private @Nullable String keyPassword;
        private List<String> protocols = List.of();
        private List<String> ciphers = List.of();

        private Builder() {}

        /** The authorities to believe, in place of the platform's. */
        public Builder trustCertificates(Path pem) {
            this.trustCertificates = requireNonNull(pem, "trustCertificates");
            return this;
        }

        /**
         * Who this producer is.
         *
         * @param certificateChain its own certificate first
         * @param privateKey       PKCS#8
         * @param password         what the key is encrypted with, or null
         */
        public Builder identity(Path certificateChain, Path privateKey, @Nullable String password) {
            this.certificate = requireNonNull(certificateChain, "certificateChain");
            this.key = requireNonNull(privateKey, "privateKey");
            this.keyPassword = password;
            return this;
        }

        public Builder protocols(String... versions) {
            this.protocols = List.of(versions);
            return this;
        }

        public Builder ciphers(String... suites) {
            this.ciphers = List.of(suites);
            return this;
        }

        /**
         * Believes authorities, but does not compare host names: brokers are known by the address that their route names,
         * often one that no certificate was made for.
         */
        public Builder anyHostName() {
            this.trust = Trust.ANY_HOST_NAME;
            return this;
        }

        /** Believes anybody. Encrypts, and protects against nobody who can get in between. */
        public Builder insecure() {
            this.trust = Trust.ANYBODY;
            return this;
        }

        public TlsConfig build() {
            return new TlsConfig(trust, trustCertificates, certificate, key, keyPassword, protocols, ciphers);
        }
    }
}
