// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document from a stranger, read value by value. It always stands at a value, which the next call of
 * {@link #object}, {@link #array}, {@link #text} and so on consumes.
 *
 * <p>Object keys may be bare, as in {@code {0:"x"}}: name servers write them so (W-10). Numbers and booleans are taken
 * where a text is expected. Nesting, number length and the count of fields and elements are bounded. For one thread.
 */
public final class JsonInput {
    /** Reads the value of one field. It must consume exactly that value. */
    @FunctionalInterface
    public interface FieldReader {
        void readField(String name) throws IOException;
    }

    /** Reads one element of an array. It must consume exactly that value. */
    @FunctionalInterface
    public interface ElementReader {
        void readElement() throws IOException;
    }

    /** Reads a whole document. */
    @FunctionalInterface
    public interface DocumentReader<T> {
        T readDocument(JsonInput json) throws IOException;
    }

    // Names come from strangers: an intern table or a shared symbol table would be theirs to fill.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            // As brokers do: C++ clients that build their JSON by hand leave the separators of properties (1, 2) as
            // they are.
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final JsonParser parser;
    private final int maxElements;
    private int elements;

    private JsonInput(JsonParser parser, int maxElements) {
        this.parser = parser;
        this.maxElements = maxElements;
    }

    /**
     * Reads one document and makes sure that nothing follows it.
     *
     * @param maxElements the most fields and array elements in the whole document, since each may become an object
     *     that takes many times its text's room
     * @throws IOException when the text is no such document, with a message that says where
     */
    public static <T> T read(String text, int maxElements, DocumentReader<T> reader) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonInput json = new JsonInput(parser, maxElements);
            parser.nextToken();
            T document = reader.readDocument(json);
            if (parser.nextToken() != null) {
                throw json.unexpected("end of the document", "nothing after it");
            }
            return document;
        }
    }

    /** Reads an object; null counts as one without fields. */
    public void object(String what, FieldReader fields) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected(what, "an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            count();
            String name = parser.currentName();
            parser.nextToken();
            fields.readField(name);
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw unexpected(what, "the end of an object");
        }
    }

    /** Reads an array; null counts as one without elements. */
    public void array(String what, ElementReader elements) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unexpected(what, "an array");
        }
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == null) {
                throw unexpected(what, "the end of an array");
            }
            count();
            elements.readElement();
            token = parser.nextToken();
        }
    }

    /** Reads a string, number or boolean as text; null stays null. */
    public @Nullable String text(String what) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            throw unexpected(what, "a string");
        }
        return parser.getText();
    }

    /** Reads a whole number of 32 bits; null counts as 0. */
    public int integer(String what) throws IOException {
        return isNumber(what) ? parser.getIntValue() : 0;
    }

    /** Reads a whole number of 64 bits; null counts as 0. */
    public long longInteger(String what) throws IOException {
        return isNumber(what) ? parser.getLongValue() : 0;
    }

    /** As {@link #longInteger}, also from a text, as servers do: some clients write numbers as texts. */
    public long longIntegerOrText(String what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return longInteger(what);
        }
        try {
            return Long.parseLong(parser.getText());
        } catch (NumberFormatException e) {
            throw unexpected(what, "a whole number");
        }
    }

    /** Reads a boolean; null counts as false. */
    public boolean bool(String what) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_TRUE) {
            return true;
        }
        if (token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_NULL) {
            return false;
        }
        throw unexpected(what, "true or false");
    }

    /** Whether the value is a number, of whichever kind. */
    public boolean atNumber() {
        JsonToken token = parser.currentToken();
        return token != null && token.isNumeric();
    }

    /** Reads a value of any kind and forgets it. */
    public void skip() throws IOException {
        parser.skipChildren();
    }

    /** An error at the current value. */
    public IOException unexpected(String what, String expectation) {
        return new JsonParseException(parser, what + ": " + parser.currentToken() + " (expected: " + expectation + ")");
    }

    private boolean isNumber(String what) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return true;
        }
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        throw unexpected(what, "a whole number");
    }

    private void count() throws IOException {
        if (++elements > maxElements) {
            throw unexpected("fields and elements", "at most " + maxElements);
        }
    }
}
