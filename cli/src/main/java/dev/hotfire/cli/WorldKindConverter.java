// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.run.WorldKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a world by the name that reports give it. */
final class WorldKindConverter implements ITypeConverter<WorldKind> {
    @Override
    public WorldKind convert(String value) {
        for (WorldKind kind : WorldKind.values()) {
            if (kind.label().equals(value)) {
                return kind;
            }
        }
        throw new TypeConversionException("'" + value + "' (expected: sim or tcp)");
    }
}
