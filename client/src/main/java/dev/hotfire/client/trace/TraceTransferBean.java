// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a trace record, and what it can be found by. */
public class TraceTransferBean {
    private @Nullable String transData;
    private Set<String> transKey = new LinkedHashSet<>();

    /** The text (W-17). */
    public @Nullable String getTransData() {
        return transData;
    }

    public void setTransData(@Nullable String transData) {
        this.transData = transData;
    }

    /** The message's id and keys. */
    public Set<String> getTransKey() {
        return transKey;
    }

    public void setTransKey(Set<String> transKey) {
        this.transKey = transKey;
    }
}
