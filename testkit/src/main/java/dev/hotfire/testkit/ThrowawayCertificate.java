// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate for tests, good for two days from yesterday on, with its key: made by this Java platform's
 * keytool, so that no fixture ever expires.
 *
 * @param certificate the certificate, PEM; trust this file to trust its bearer
 * @param key         the private key, PKCS#8 in PEM, not encrypted
 */
public record ThrowawayCertificate(Path certificate, Path key) {
    private static final String ALIAS = "bearer";
    private static final String PASSWORD = "throwaway";

    /**
     * Makes one.
     *
     * @param folder where its files go
     * @param name   the certificate's common name, and the first part of the files' names
     * @param hosts  the IP addresses and host names that it is for
     * @throws IOException if it can't be made
     */
    public static ThrowawayCertificate create(Path folder, String name, String... hosts)
            throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        List<String> names = new ArrayList<>();
        for (String host : hosts) {
            boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
            names.add((literal ? "ip:" : "dns:") + host);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-startdate",
                "-1d",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        if (!names.isEmpty()) {
            command.addAll(List.of("-ext", "san=" + String.join(",", names)));
        }
        run(command);
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Path certificate = write(
                    folder.resolve(name + ".crt"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            Path key = write(
                    folder.resolve(name + ".key"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            return new ThrowawayCertificate(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's work can't be read: " + store, e);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = keytool.waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit + ": " + said);
        }
    }

    private static Path write(Path file, String what, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n",
                StandardCharsets.US_ASCII);
    }

    /** For a server that shows this certificate. */
    public SslContext server() throws IOException {
        return serverBuilder().build();
    }

    /** For a server that shows this certificate, and asks its clients for one that the other one signed: itself. */
    public SslContext serverFor(ThrowawayCertificate client) throws IOException {
        return serverBuilder()
                .trustManager(client.certificate.toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private SslContextBuilder serverBuilder() {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).sslProvider(SslProvider.JDK);
    }
}
