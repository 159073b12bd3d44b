// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. A program on this computer is, and a page that came from here. A page from elsewhere is not, although it
 * runs on this computer, too, in a browser:
 *
 * <ul>
 *   <li>its requests carry an {@code Origin} that is not ours, or say by {@code Sec-Fetch-Site} where they come from;
 *   <li>a name of its own that it has pointed to loopback (DNS rebinding) stands in {@code Host}, and without a token only
 *       names of loopback are taken there.
 * </ul>
 *
 * <p>Who can be reached from other computers wants a token, by which these are told apart.
 */
public final class Guard {
    /** A port may differ from ours: that of a tunnel, for instance. */
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    private final byte @Nullable [] token;

    /**
     * Sets a guard.
     *
     * @param token null where only this computer can connect
     */
    public Guard(@Nullable String token) {
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException("token: '" + token + "' (expected: a text that is not blank)");
        }
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses the call, or does nothing. */
    void check(Call call, boolean navigable) {
        List<String> hosts = call.headers("Host");
        if (hosts.size() != 1) {
            throw new HttpProblem(400, "Host: " + hosts.size() + " of them (expected: one)");
        }
        String host = hosts.get(0).toLowerCase(Locale.ROOT);
        if (token == null && !LOOPBACK.matcher(host).matches()) {
            throw new HttpProblem(403, "Host: '" + host + "' (expected: localhost, 127.0.0.1 or [::1])");
        }
        for (String origin : call.headers("Origin")) {
            if (!origin.toLowerCase(Locale.ROOT).equals("http://" + host)) {
                throw new HttpProblem(403, "Origin: '" + origin + "' (expected: none, or http://" + host + ")");
            }
        }
        String site = call.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none") && !navigable) {
            throw new HttpProblem(403, "Sec-Fetch-Site: '" + site + "' (expected: same-origin or none)");
        }
    }

    /** Refuses a call without the token, if there is one. */
    void checkToken(Call call) {
        byte[] expected = token;
        if (expected == null) {
            return;
        }
        String given = call.header("Authorization");
        String prefix = "Bearer ";
        if (given == null || !given.startsWith(prefix) || !isToken(given.substring(prefix.length()), expected)) {
            throw new HttpProblem(
                            401,
                            "Authorization: " + (given == null ? "absent" : "another token")
                                    + " (expected: 'Bearer' and the token that was printed at the start)")
                    .with("WWW-Authenticate", "Bearer");
        }
    }

    private static boolean isToken(String given, byte[] expected) {
        return MessageDigest.isEqual(given.trim().getBytes(StandardCharsets.UTF_8), expected);
    }
}
