// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.testkit.yaml.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as scenario files have them. */
final class DurationConverter implements ITypeConverter<Duration> {
    DurationConverter() {}

    @Override
    public Duration convert(String value) {
        return Durations.parse(value)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() ->
                        new TypeConversionException("'" + value + "' (expected: a duration such as 250ms, 10s or 2m)"));
    }
}
