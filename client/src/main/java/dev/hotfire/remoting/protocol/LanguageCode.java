// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** The language that a client is written in (W-4). */
public enum LanguageCode {
    JAVA((byte) 0),
    CPP((byte) 1),
    DOTNET((byte) 2),
    PYTHON((byte) 3),
    DELPHI((byte) 4),
    ERLANG((byte) 5),
    RUBY((byte) 6),
    OTHER((byte) 7),
    HTTP((byte) 8),
    GO((byte) 9),
    PHP((byte) 10),
    OMS((byte) 11),
    RUST((byte) 12),
    NODE_JS((byte) 13);

    private final byte code;

    LanguageCode(byte code) {
        this.code = code;
    }

    /** The language with this code, or null. */
    public static @Nullable LanguageCode valueOf(byte code) {
        for (LanguageCode language : values()) {
            if (language.code == code) {
                return language;
            }
        }
        return null;
    }

    public byte getCode() {
        return code;
    }

    /** The language of this name, exactly as it is spelt here, or null. */
    public static @Nullable LanguageCode getCode(String language) {
        for (LanguageCode known : values()) {
            if (known.name().equals(language)) {
                return known;
            }
        }
        return null;
    }
}
