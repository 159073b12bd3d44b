// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why a file could not be written, for people: the exceptions of {@link java.nio.file} say it in their class names. */
final class FileTrouble {
    private FileTrouble() {}

    /** The file or folder in the way, and what is wrong with it. */
    static String of(IOException e) {
        if (!(e instanceof FileSystemException trouble) || trouble.getFile() == null) {
            String message = e.getMessage();
            return message == null ? e.toString() : message;
        }
        String file = trouble.getFile();
        if (trouble instanceof FileAlreadyExistsException || trouble instanceof NotDirectoryException) {
            return file + " is a file (expected: a folder)";
        } else if (trouble instanceof AccessDeniedException) {
            return file + ": no permission";
        } else if (trouble instanceof NoSuchFileException) {
            return file + ": no such file or folder";
        }
        String reason = trouble.getReason();
        return file + ": "
                + (reason == null
                        ? "no reason given"
                        : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1));
    }
}
