// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.testkit.yaml.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values of an option of which each has a name, and that are all there are. */
final class Choice {
    private Choice() {}

    /**
     * The value with this name.
     *
     * @throws ParameterException if there is none: says which there are, and which may have been meant
     */
    static <T> T of(CommandSpec spec, String option, List<T> all, Function<T, String> name, String wanted) {
        Optional<T> found =
                all.stream().filter(one -> name.apply(one).equals(wanted)).findFirst();
        return found.orElseThrow(() -> new ParameterException(
                spec.commandLine(),
                option + ": '" + wanted + "' (expected: "
                        + Suggestion.oneOf(all.stream().map(name).toList(), wanted) + ")"));
    }
}
