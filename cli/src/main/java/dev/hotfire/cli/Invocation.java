// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.File;

/** How users call this program: what they are told to type is to be what they can type. */
final class Invocation {
    /** What it is called where nothing better is known, and in completion scripts and messages about trouble always. */
    static final String NAME = "hotfire";

    /** Set by the launcher, which knows what it was called. */
    private static final String PROPERTY = "hotfire.command";

    private Invocation() {}

    /** The words that come before a command's name, as a shell takes them. */
    static String command() {
        return command(
                System.getProperty(PROPERTY, ""),
                System.getProperty("java.class.path", ""),
                System.getProperty("sun.java.command", ""));
    }

    /**
     * The same, of given facts.
     *
     * @param launcher    what the launcher was called, empty if there was none
     * @param classPath   the JVM's class path: the jar as it was named, where {@code java -jar} was called
     * @param javaCommand what the JVM was told to run, with its arguments
     */
    static String command(String launcher, String classPath, String javaCommand) {
        if (!launcher.isEmpty()) {
            return shellWord(launcher);
        }
        boolean oneJar = classPath.endsWith(".jar")
                && !classPath.contains(File.pathSeparator)
                && (javaCommand + " ").startsWith(classPath + " ");
        return oneJar ? "java -jar " + shellWord(classPath) : NAME;
    }

    /** A word as shells take it: in quotes, if there is anything in it that they would not take as it is. */
    static String shellWord(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
