// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.logging.org.slf4j;

import dev.hotfire.logging.InternalLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventBuilder;

/** Hands everything to the logger of SLF4J that it stands for. */
final class NamedLogger extends AbstractLogger implements InternalLogger {
    private static final long serialVersionUID = 1L;
    private static final String CALLED = AbstractLogger.class.getName();

    @SuppressWarnings("serial") // A logger that is read again is one for the same name: see AbstractLogger.
    private final org.slf4j.Logger behind;

    NamedLogger(org.slf4j.Logger behind) {
        this.name = behind.getName();
        this.behind = behind;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return CALLED;
    }

    @Override
    @SuppressWarnings("NullAway") // SLF4J takes no marker, no arguments and no throwable for what they are.
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable throwable) {
        if (behind instanceof LocationAwareLogger aware) {
            aware.log(marker, CALLED, level.toInt(), message, arguments, throwable);
            return;
        }
        LoggingEventBuilder event = behind.makeLoggingEventBuilder(level).setMessage(message);
        if (marker != null) {
            event = event.addMarker(marker);
        }
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            event = event.addArgument(argument);
        }
        event.setCause(throwable).log();
    }

    @Override
    public boolean isTraceEnabled() {
        return behind.isTraceEnabled();
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
        return behind.isTraceEnabled(marker);
    }

    @Override
    public boolean isDebugEnabled() {
        return behind.isDebugEnabled();
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
        return behind.isDebugEnabled(marker);
    }

    @Override
    public boolean isInfoEnabled() {
        return behind.isInfoEnabled();
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
        return behind.isInfoEnabled(marker);
    }

    @Override
    public boolean isWarnEnabled() {
        return behind.isWarnEnabled();
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
        return behind.isWarnEnabled(marker);
    }

    @Override
    public boolean isErrorEnabled() {
        return behind.isErrorEnabled();
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
        return behind.isErrorEnabled(marker);
    }
}
