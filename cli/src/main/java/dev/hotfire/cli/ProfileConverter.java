// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.swarm.SwarmProfile;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a swarm's profile. */
final class ProfileConverter implements ITypeConverter<SwarmProfile> {
    ProfileConverter() {}

    @Override
    public SwarmProfile convert(String value) {
        return Arrays.stream(SwarmProfile.values())
                .filter(profile -> profile.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' (expected: brief or full)"));
    }
}
