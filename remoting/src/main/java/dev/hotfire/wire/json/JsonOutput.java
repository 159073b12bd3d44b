// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes one JSON document to a string. */
public final class JsonOutput {
    /** Writes a whole document. */
    @FunctionalInterface
    public interface DocumentWriter {
        void writeDocument(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory RAW = new JsonFactory();
    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonOutput() {}

    /** The document as text, with characters beyond ASCII as they are. */
    public static String write(DocumentWriter writer) {
        return write(RAW, writer);
    }

    /** The document as text, with characters beyond ASCII escaped. */
    public static String writeAscii(DocumentWriter writer) {
        return write(ASCII, writer);
    }

    // To a string, not to bytes: Jackson's byte generator refuses half a surrogate pair, and texts made of exceptions
    // or of user data may hold one. Java's UTF-8 encoders put a question mark there.
    private static String write(JsonFactory factory, DocumentWriter writer) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = factory.createGenerator(text)) {
            writer.writeDocument(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }
}
