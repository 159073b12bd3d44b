// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that a test writes. */
public final class GeneratedPage {
    private GeneratedPage() {}

    /** Holds that the page has this text; with {@code -Dhotfire.docs.update=true} it is given it. */
    public static void isUpToDate(Path page, String text) throws IOException {
        if (Boolean.getBoolean("hotfire.docs.update")) {
            Files.writeString(page, text);
        }
        assertThat(page)
                .as("run this test with -Dhotfire.docs.update=true to write it anew")
                .hasContent(text);
    }
}
