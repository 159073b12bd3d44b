// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header encoding (W-2): one object, its fields written in alphabetical order and read in any. Unknown fields
 * are skipped; ext fields may be numbers or booleans, as some clients write them, though the official one never does.
 */
final class JsonHeader {
    private JsonHeader() {}

    static void write(Frame frame, ByteBuf out) {
        if (isPlain(frame)) {
            out.writeBytes(plain(frame).getBytes(StandardCharsets.ISO_8859_1));
        } else {
            ByteBufUtil.writeUtf8(out, escaped(frame));
        }
    }

    /** Whether all texts in it stand in JSON as they are, as those of nearly all answers do. */
    private static boolean isPlain(Frame frame) {
        String remark = frame.remark();
        if (remark != null && !isPlain(remark)) {
            return false;
        }
        for (Map.Entry<String, String> field : frame.extFields().entrySet()) {
            if (!isPlain(field.getKey()) || !isPlain(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The same as {@link #escaped}, without a generator: making one takes longer than writing with it. */
    static String plain(Frame frame) {
        StringBuilder json = new StringBuilder(384).append("{\"code\":").append(frame.code());
        if (!frame.extFields().isEmpty()) {
            String before = ",\"extFields\":{\"";
            for (Map.Entry<String, String> field : frame.extFields().entrySet()) {
                json.append(before).append(field.getKey()).append("\":\"").append(field.getValue());
                before = "\",\"";
            }
            json.append("\"}");
        }
        json.append(",\"flag\":").append(frame.flag());
        json.append(",\"language\":\"").append(LanguageCode.nameOf(frame.languageCode()));
        json.append("\",\"opaque\":").append(frame.opaque());
        if (frame.remark() != null) {
            json.append(",\"remark\":\"").append(frame.remark()).append('"');
        }
        return json.append(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":")
                .append(frame.version())
                .append('}')
                .toString();
    }

    static String escaped(Frame frame) {
        return JsonOutput.write(json -> {
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
        });
    }

    static Frame.Builder read(ByteBuf in, int index, int headerBytes) {
        String text = in.toString(index, headerBytes, StandardCharsets.UTF_8);
        Frame.Builder plain = PlainJsonHeader.read(text);
        return plain == null ? readAny(text, headerBytes) : plain;
    }

    /** Reads a header however it is written. */
    static Frame.Builder readAny(String text, int headerBytes) {
        try {
            return JsonInput.read(text, FrameCodec.MAX_EXT_FIELDS, json -> {
                Header header = new Header();
                json.object("header", name -> header.readField(json, name));
                if (header.code == null) {
                    throw json.unexpected("end of the header", "a field named code before it");
                }
                return header.toFrame(header.code);
            });
        } catch (IOException e) {
            throw new MalformedFrameException("JSON header of " + headerBytes + " bytes: " + e.getMessage(), e);
        }
    }

    /** What has been read of one header. */
    private static final class Header {
        private final Map<String, String> extFields = new LinkedHashMap<>(Frame.READ_CAPACITY);
        private @Nullable Integer code;
        private int flag;
        private int language = LanguageCode.OTHER;
        private int opaque;
        private @Nullable String remark;
        private int version;

        void readField(JsonInput json, String name) throws IOException {
            switch (name) {
                case "code" -> code = json.integer(name);
                case "flag" -> flag = json.integer(name);
                case "opaque" -> opaque = json.integer(name);
                case "version" -> version = json.integer(name);
                case "language" -> language = language(json);
                case "remark" -> remark = json.text(name);
                case "extFields" -> json.object(name, field -> readExtField(json, field));
                default -> json.skip();
            }
        }

        private void readExtField(JsonInput json, String name) throws IOException {
            String value = json.text(name);
            // Later duplicates win, a null included. A field without a name is no field.
            if (value == null || name.isEmpty()) {
                extFields.remove(name);
            } else {
                extFields.put(name, value);
            }
        }

        Frame.Builder toFrame(int code) {
            return Frame.request(code)
                    .flag(flag)
                    .language(language)
                    .opaque(opaque)
                    .remark(remark)
                    .version(version)
                    .give(extFields);
        }

        /** A name; some clients write the number that the binary encoding has, some nothing. */
        private static int language(JsonInput json) throws IOException {
            if (json.atNumber()) {
                int code = json.integer("language");
                return code < 0 || code > 255 ? LanguageCode.OTHER : code;
            }
            String name = json.text("language");
            return name == null ? LanguageCode.OTHER : LanguageCode.ofName(name);
        }
    }
}
