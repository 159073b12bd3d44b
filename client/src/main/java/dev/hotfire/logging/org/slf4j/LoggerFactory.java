// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.logging.org.slf4j;

/** Gives loggers of SLF4J. */
public final class LoggerFactory {
    private LoggerFactory() {}

    public static Logger getLogger(Class<?> clazz) {
        return getLogger(clazz.getName());
    }

    public static Logger getLogger(String name) {
        return new NamedLogger(org.slf4j.LoggerFactory.getLogger(name));
    }
}
