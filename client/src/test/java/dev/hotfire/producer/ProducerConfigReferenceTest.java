// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/producer-config.md} has all settings, as they are declared, with what {@link ProducerConfig} says of
 * them. With {@code -Dhotfire.docs.update=true} the page is written anew instead of compared.
 */
final class ProducerConfigReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "producer-config.md");
    private static final Path SOURCE = Path.of("src/main/java/dev/hotfire/producer/ProducerConfig.java");

    private static final Pattern RULE = Pattern.compile("\\bB-[A-Z]+-\\d\\d\\b");

    /** Widths of units, from the largest. */
    private static final List<Unit> UNITS =
            List.of(new Unit("min", 60_000_000_000L), new Unit("s", 1_000_000_000), new Unit("ms", 1_000_000));

    private record Unit(String name, long nanos) {}

    @Test
    void thePageIsUpToDate() throws Exception {
        GeneratedPage.isUpToDate(PAGE, page());
    }

    private static String page() throws Exception {
        String source = Files.readString(SOURCE);
        StringBuilder page = new StringBuilder("""
                # Settings of a producer

                All settings of `ProducerConfig.builder(group)`, in the order in which `config.describe()` prints them. A value
                that is out of range is refused by `build()`, with its name and what was expected.

                *Live* settings may change while a producer runs, by `Producer.reconfigure`; all others are fixed at its start.
                *Shared* ones are the same for all producers of a runtime. The
                [familiar face](../how-to/migrate.md) sets them by the official names.

                <!-- Written by ProducerConfigReferenceTest. -->

                | setting | type | default, and where it comes from | | meaning |
                |---|---|---|---|---|
                | `producerGroup` | `String` | required | | At most 120 legal characters; brokers find transaction producers by it. |
                """);
        for (Setting<?> setting : Settings.all()) {
            String notes = (setting.isLive() ? "live" : "")
                    + (Settings.isShared(setting) ? setting.isLive() ? ", shared" : "shared" : "");
            page.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(setting.name(), type(setting), byDefault(setting), notes, meaning(setting, source)));
        }
        page.append("""

                A configuration can be asked what it is. Each line says whether the value was set, or where the default comes
                from; secrets are left out:

                ```java
                System.out.print(config.describe());
                ```
                """);
        return page.toString();
    }

    private static String type(Setting<?> setting) throws NoSuchMethodException {
        return ProducerConfig.class
                .getMethod(setting.name())
                .getGenericReturnType()
                .getTypeName()
                .replaceAll("[a-z]+\\.", "");
    }

    private static String byDefault(Setting<?> setting) {
        Object value = setting.byDefault();
        String origin = origin(setting);
        if (value == null || value == SendObserver.NONE || (value instanceof Collection<?> all && all.isEmpty())) {
            return origin;
        }
        if (value == Namespace.NONE || value == LatencyTable.DEFAULT) {
            return origin;
        }
        return value(value) + "; " + origin;
    }

    /** As {@link Setting#describe} tells it. */
    private static String origin(Setting<?> setting) {
        String line = setting.describe(null, false);
        return line.substring(line.indexOf("(default: ") + "(default: ".length(), line.length() - 1);
    }

    private static String value(Object value) {
        if (value instanceof Duration duration) {
            for (Unit unit : UNITS) {
                if (duration.toNanos() % unit.nanos == 0) {
                    return duration.toNanos() / unit.nanos + " " + unit.name;
                }
            }
        }
        if (value instanceof Number number) {
            return String.format(Locale.ROOT, "%,d", number.longValue());
        }
        return value instanceof String || value instanceof Enum<?> || value instanceof URI
                ? "`" + value + "`"
                : value.toString();
    }

    /** The text of its accessor. */
    private static String meaning(Setting<?> setting, String source) throws IOException {
        Matcher accessor = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public [^=;{]*? " + setting.name() + "\\(\\) \\{",
                        Pattern.DOTALL)
                .matcher(source);
        if (!accessor.find()) {
            throw new IOException(setting.name() + ": no accessor with a text in " + SOURCE);
        }
        String text = accessor.group(1)
                .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link #?([^}#]*#)?([^}(]*)(\\([^}]*\\))?}", "`$2`")
                .replaceAll("\\s+", " ")
                .strip();
        return RULE.matcher(text)
                .replaceAll(rule ->
                        "[" + rule.group() + "](../behaviour.md#" + rule.group().toLowerCase(Locale.ROOT) + ")");
    }
}
