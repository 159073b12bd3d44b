// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import java.util.List;

/** The {@code language} header field: a number in the binary encoding, a name in JSON (W-4). */
public final class LanguageCode {
    public static final int JAVA = 0;
    public static final int CPP = 1;
    public static final int DOTNET = 2;
    public static final int PYTHON = 3;
    public static final int DELPHI = 4;
    public static final int ERLANG = 5;
    public static final int RUBY = 6;
    public static final int OTHER = 7;
    public static final int HTTP = 8;
    public static final int GO = 9;
    public static final int PHP = 10;
    public static final int OMS = 11;
    public static final int RUST = 12;
    public static final int NODE_JS = 13;

    private static final List<String> NAMES = List.of(
            "JAVA", "CPP", "DOTNET", "PYTHON", "DELPHI", "ERLANG", "RUBY", "OTHER", "HTTP", "GO", "PHP", "OMS", "RUST",
            "NODE_JS");

    private LanguageCode() {}

    /** The name of a code; {@code "OTHER"} for a code without one, since JSON knows no other way to say it. */
    public static String nameOf(int code) {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "OTHER";
    }

    /** The code of a name, {@link #OTHER} for a name not in the list: no one depends on this field. */
    public static int ofName(String name) {
        int code = NAMES.indexOf(name);
        return code < 0 ? OTHER : code;
    }
}
