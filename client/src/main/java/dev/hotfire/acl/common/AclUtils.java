// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import dev.hotfire.remoting.protocol.RemotingCommand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The steps of a signature. */
public class AclUtils {
    /** The values of the fields one after the other, and the body: what is signed. */
    public static byte[] combineRequestContent(RemotingCommand request, SortedMap<String, String> fieldsMap) {
        StringBuilder values = new StringBuilder();
        fieldsMap.forEach((name, value) -> {
            if (!name.equals(SessionCredentials.SIGNATURE)) {
                values.append(value);
            }
        });
        return combineBytes(values.toString().getBytes(StandardCharsets.UTF_8), request.getBody());
    }

    /** Both, one after the other; null is nothing. */
    public static byte[] combineBytes(byte @Nullable [] b1, byte @Nullable [] b2) {
        byte[] first = b1 == null ? new byte[0] : b1;
        byte[] second = b2 == null ? new byte[0] : b2;
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The signature of this content: HmacSHA1, in Base64. */
    public static String calSignature(byte[] data, String secretKey) {
        return AclSigner.calSignature(data, secretKey);
    }
}
