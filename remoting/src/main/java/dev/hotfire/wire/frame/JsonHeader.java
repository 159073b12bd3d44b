// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header encoding (W-2): one object, its fields written in alphabetical order and read in any. Unknown fields
 * are skipped; ext fields may be numbers or booleans, as some clients write them, though the official one never does.
 */
final class JsonHeader {
    // Names come from strangers: an intern table or a shared symbol table would be theirs to fill.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonHeader() {}

    static void write(Frame frame, ByteBuf out) {
        // Through a string, not a byte generator: that one refuses half a surrogate pair, and a remark made of an
        // exception's text may hold one. UTF-8 writers in Java put a question mark there.
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("code", frame.code());
            if (!frame.extFields().isEmpty()) {
                json.writeObjectFieldStart("extFields");
                for (Map.Entry<String, String> field : frame.extFields().entrySet()) {
                    json.writeStringField(field.getKey(), field.getValue());
                }
                json.writeEndObject();
            }
            json.writeNumberField("flag", frame.flag());
            json.writeStringField("language", LanguageCode.nameOf(frame.languageCode()));
            json.writeNumberField("opaque", frame.opaque());
            String remark = frame.remark();
            if (remark != null) {
                json.writeStringField("remark", remark);
            }
            json.writeStringField("serializeTypeCurrentRPC", "JSON");
            json.writeNumberField("version", frame.version());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        ByteBufUtil.writeUtf8(out, text.toString());
    }

    static Frame.Builder read(ByteBuf in, int index, int headerBytes) {
        String text = in.toString(index, headerBytes, StandardCharsets.UTF_8);
        try (JsonParser json = JSON.createParser(text)) {
            require(json, json.nextToken(), JsonToken.START_OBJECT, "JSON header");
            Header header = new Header();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                header.readField(json);
            }
            require(json, json.currentToken(), JsonToken.END_OBJECT, "end of the JSON header");
            if (json.nextToken() != null) {
                throw new JsonParseException(json, json.currentToken() + " after the end of the object");
            }
            if (header.code == null) {
                throw new JsonParseException(json, "code: absent (expected: a number)");
            }
            return header.toFrame(header.code);
        } catch (IOException e) {
            throw new MalformedFrameException("JSON header of " + headerBytes + " bytes: " + e.getMessage(), e);
        }
    }

    private static void require(JsonParser json, JsonToken token, JsonToken expected, String name) throws IOException {
        if (token != expected) {
            throw new JsonParseException(json, name + ": " + token + " (expected: " + expected + ")");
        }
    }

    /** What has been read of one header. */
    private static final class Header {
        private final Map<String, String> extFields = new LinkedHashMap<>();
        private @Nullable Integer code;
        private int flag;
        private int language = LanguageCode.OTHER;
        private int opaque;
        private @Nullable String remark;
        private int version;

        /** Reads one field, with {@code json} at its name; the parser is left at the end of its value. */
        void readField(JsonParser json) throws IOException {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "code" -> code = number(json, name, token);
                case "flag" -> flag = number(json, name, token);
                case "opaque" -> opaque = number(json, name, token);
                case "version" -> version = number(json, name, token);
                case "language" -> language = language(json, token);
                case "remark" -> remark = scalar(json, name, token);
                case "extFields" -> readExtFields(json, token);
                default -> json.skipChildren();
            }
        }

        private void readExtFields(JsonParser json, JsonToken first) throws IOException {
            if (first == JsonToken.VALUE_NULL) {
                return;
            }
            require(json, first, JsonToken.START_OBJECT, "extFields");
            int count = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (++count > FrameCodec.MAX_EXT_FIELDS) {
                    throw new JsonParseException(json, "more than " + FrameCodec.MAX_EXT_FIELDS + " ext fields");
                }
                String name = json.currentName();
                String value = scalar(json, name, json.nextToken());
                // Later duplicates win, a null included. A field without a name is no field.
                if (value == null || name.isEmpty()) {
                    extFields.remove(name);
                } else {
                    extFields.put(name, value);
                }
            }
            require(json, json.currentToken(), JsonToken.END_OBJECT, "end of extFields");
        }

        Frame.Builder toFrame(int code) {
            return Frame.request(code)
                    .flag(flag)
                    .language(language)
                    .opaque(opaque)
                    .remark(remark)
                    .version(version)
                    .fields(extFields);
        }

        private static int number(JsonParser json, String name, JsonToken token) throws IOException {
            require(json, token, JsonToken.VALUE_NUMBER_INT, name);
            return json.getIntValue();
        }

        /** A name; some clients write the number that the binary encoding has, some nothing. */
        private static int language(JsonParser json, JsonToken token) throws IOException {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                String name = scalar(json, "language", token);
                return name == null ? LanguageCode.OTHER : LanguageCode.ofName(name);
            }
            int code = json.getIntValue();
            return code < 0 || code > 255 ? LanguageCode.OTHER : code;
        }

        private static @Nullable String scalar(JsonParser json, String name, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            if (token == null || !token.isScalarValue()) {
                throw new JsonParseException(json, name + ": " + token + " (expected: a string)");
            }
            return json.getText();
        }
    }
}
