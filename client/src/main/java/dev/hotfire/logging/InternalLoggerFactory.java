// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.logging;

import dev.hotfire.logging.org.slf4j.LoggerFactory;

/** Gives loggers of SLF4J. */
public abstract class InternalLoggerFactory {
    public static final String LOGGER_SLF4J = "slf4j";
    public static final String LOGGER_INNER = "inner";
    public static final String DEFAULT_LOGGER = LOGGER_SLF4J;

    public static InternalLogger getLogger(Class<?> clazz) {
        return getLogger(clazz.getName());
    }

    public static InternalLogger getLogger(String name) {
        // One type is both, so that it is there once.
        return (InternalLogger) LoggerFactory.getLogger(name);
    }

    /** Changes nothing: there are no loggers but those of SLF4J. */
    public static void setCurrentLoggerType(String type) {}
}
