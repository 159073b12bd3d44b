// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.server.ServerState;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.wire.route.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words for states and permissions, the same wherever they are said. */
final class Words {
    private static final Map<String, Integer> PERMISSIONS = new LinkedHashMap<>();

    static {
        PERMISSIONS.put("read-write", Permission.READ_WRITE);
        PERMISSIONS.put("read-only", Permission.READ);
        PERMISSIONS.put("write-only", Permission.WRITE);
        PERMISSIONS.put("none", 0);
    }

    private Words() {}

    /** {@code running}, {@code powered-off} and so on. */
    static String of(ServerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What may be done by these bits, as far as reading and writing go. */
    static String ofPermission(int perm) {
        for (Map.Entry<String, Integer> word : PERMISSIONS.entrySet()) {
            if (word.getValue() == (perm & Permission.READ_WRITE)) {
                return word.getKey();
            }
        }
        throw new AssertionError(perm);
    }

    static int permission(String word) {
        Integer perm = PERMISSIONS.get(word);
        if (perm == null) {
            throw HttpProblem.unexpected("permission", word, "one of " + String.join(", ", PERMISSIONS.keySet()));
        }
        return perm;
    }

    static <T> T oneOf(String name, String word, Map<String, T> meanings) {
        T meaning = meanings.get(word);
        if (meaning == null) {
            throw HttpProblem.notFound(name, word, "one of " + String.join(", ", List.copyOf(meanings.keySet())));
        }
        return meaning;
    }
}
