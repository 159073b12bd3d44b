// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTroubleTest {
    @TempDir
    private Path folder;

    @Test
    void namesWhatIsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("reports"), "");
        IOException noFolder = catchThrowableOfType(IOException.class, () -> Files.createDirectories(file));
        assertThat(FileTrouble.of(noFolder)).isEqualTo(file + " is a file (expected: a folder)");
        IOException isFolder = catchThrowableOfType(IOException.class, () -> Files.writeString(folder, ""));
        assertThat(FileTrouble.of(isFolder)).isEqualTo(folder + ": is a directory");
        Path missing = folder.resolve("a/b");
        IOException noParent = catchThrowableOfType(IOException.class, () -> Files.writeString(missing, ""));
        assertThat(FileTrouble.of(noParent)).isEqualTo(missing + ": no such file or folder");
        assertThat(FileTrouble.of(new AccessDeniedException("/reports"))).isEqualTo("/reports: no permission");
        assertThat(FileTrouble.of(new FileSystemException("/reports"))).isEqualTo("/reports: no reason given");
        assertThat(FileTrouble.of(new IOException("the disk is full"))).isEqualTo("the disk is full");
    }
}
