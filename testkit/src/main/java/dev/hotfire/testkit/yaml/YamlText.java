// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A whole text or file of YAML, up to the nodes that it consists of. */
public final class YamlText {
    private static final int MAX_FILE_BYTES = 1 << 20;

    /** No language of this project needs ten. */
    private static final int MAX_DEPTH = 50;

    /** A value after its name that begins with {@code >} and goes on in the same line. */
    private static final Pattern SIGN = Pattern.compile(":\\s+(>=?\\s*[0-9][^,}#]*)");

    private YamlText() {}

    /**
     * The text of a file.
     *
     * @param what it should be, in words with an article
     */
    public static String read(Path file, String what) throws YamlProblem {
        String expected = " (expected: " + what + " file)";
        byte[] bytes;
        // Some files, devices for example, have no end.
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new YamlProblem(0, 0, "no such file" + expected);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage();
            throw new YamlProblem(0, 0, why + expected);
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new YamlProblem(0, 0, "is larger than " + MAX_FILE_BYTES + " bytes" + expected);
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), text, true)
                .isError()) {
            // What was read up to there is text, so its lines can be counted.
            String before = text.flip().toString();
            throw new YamlProblem(
                    lineAfter(before),
                    columnAfter(before),
                    "something that is not UTF-8 (expected: " + what + " file, which is text)");
        }
        return text.flip().toString();
    }

    /**
     * The node that a text says.
     *
     * @param what it should be, in words with an article
     */
    public static Node compose(String text, String what) throws YamlProblem {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(MAX_FILE_BYTES)
                .build();
        String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            checkDepth(settings, yaml, what);
            Optional<Node> root = new Compose(settings).composeString(yaml);
            return root.orElseThrow(() -> new YamlProblem(1, 1, "nothing (expected: " + what + ")"));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            if (mark.isPresent()) {
                YamlProblem unquoted = unquotedSign(yaml, mark.get());
                if (unquoted != null) {
                    throw unquoted;
                }
            }
            throw new YamlProblem(
                    1 + mark.map(Mark::getLine).orElse(0),
                    1 + mark.map(Mark::getColumn).orElse(0),
                    oneLine(e.getProblem()) + " (expected: YAML)");
        } catch (ReaderException e) {
            throw charactersProblem(text, e);
        } catch (YamlEngineException e) {
            throw new YamlProblem(1, 1, oneLine(e.getMessage()) + " (expected: YAML)");
        }
    }

    /**
     * A value that begins with a sign, such as {@code > 100 ms}, without quotes: there YAML begins a block of text, and wonders
     * about what follows.
     */
    private static @Nullable YamlProblem unquotedSign(String yaml, Mark mark) {
        String line = yaml.lines().skip(mark.getLine()).findFirst().orElse("");
        Matcher matcher = SIGN.matcher(line);
        if (!matcher.find() || mark.getColumn() < matcher.start(1) || mark.getColumn() > matcher.end(1)) {
            return null;
        }
        String value = matcher.group(1).strip();
        return new YamlProblem(
                1 + mark.getLine(),
                1 + matcher.start(1),
                "'>' at the beginning of a value, where YAML begins a block of text (expected: quotes around it: '"
                        + value + "')");
    }

    /** Composing descends once for each level, so a file could ask for more stack than there is. */
    private static void checkDepth(LoadSettings settings, String yaml, String what) throws YamlProblem {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(yaml)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
                if (depth > MAX_DEPTH) {
                    Optional<Mark> mark = event.getStartMark();
                    throw new YamlProblem(
                            1 + mark.map(Mark::getLine).orElse(0),
                            1 + mark.map(Mark::getColumn).orElse(0),
                            "more than " + MAX_DEPTH + " levels (expected: " + what + ")");
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static YamlProblem charactersProblem(String text, ReaderException e) {
        String before = text.substring(0, Math.min(e.getPosition(), text.length()));
        return new YamlProblem(
                lineAfter(before),
                columnAfter(before),
                String.format("character U+%04X (expected: text without control characters)", e.getCodePoint()));
    }

    private static int lineAfter(String before) {
        return 1 + (int) before.chars().filter(c -> c == '\n').count();
    }

    private static int columnAfter(String before) {
        return before.length() - before.lastIndexOf('\n');
    }

    /** A message of another library, on one line. */
    public static String oneLine(@Nullable String message) {
        return message == null ? "something unreadable" : message.strip().replaceAll("\\s+", " ");
    }
}
