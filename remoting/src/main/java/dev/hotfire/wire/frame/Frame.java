// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One RocketMQ command, request or response, as it travels in one frame (W-1 to W-4). Immutable.
 *
 * <p>Two frames are equal when everything in them is, encoding and field values included; the order of ext fields,
 * which means nothing to any reader, does not count.
 */
public final class Frame implements HeaderSource {
    private static final int FLAG_RESPONSE = 1;
    private static final int FLAG_ONEWAY = 2;
    private static final byte[] NO_BODY = {};

    /** Room for the fields of a send without making the map larger while it is read. */
    static final int READ_CAPACITY = 32;

    private final int code;
    private final int language;
    private final int version;
    private final int opaque;
    private final int flag;
    private final @Nullable String remark;
    private final Map<String, String> extFields;
    private final byte[] body;
    private final HeaderEncoding encoding;

    private Frame(Builder builder) {
        this.code = builder.code;
        this.language = builder.language;
        this.version = builder.version;
        this.opaque = builder.opaque;
        this.flag = builder.flag;
        this.remark = builder.remark;
        this.extFields = builder.share();
        this.body = builder.body;
        this.encoding = builder.encoding;
    }

    /** Starts a request: opaque 0, answered, JSON, version {@link MqVersion#CURRENT}, language Java. */
    public static Builder request(int code) {
        return new Builder(code, 0);
    }

    /** Starts the response to {@code request}: it repeats the opaque, and is JSON whatever the request was (W-1). */
    public static Builder response(Frame request, int code) {
        return new Builder(code, FLAG_RESPONSE).opaque(request.opaque);
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codeName() {
        return isResponse() ? ResponseCode.nameOf(code) : RequestCode.nameOf(code);
    }

    /** The sender's version, see {@link MqVersion}. */
    public int version() {
        return version;
    }

    /** The number that ties a response to its request. Each direction of a connection counts on its own. */
    public int opaque() {
        return opaque;
    }

    /** The raw flag: bit 0 response, bit 1 oneway. */
    public int flag() {
        return flag;
    }

    /** The sender's {@link LanguageCode}, 0 to 255. */
    public int languageCode() {
        return language;
    }

    /** Free text, in responses the reason of an error. */
    public @Nullable String remark() {
        return remark;
    }

    /** The header fields by name, unmodifiable, in the order in which they were set or read. */
    public Map<String, String> extFields() {
        return extFields;
    }

    @Override
    public @Nullable String field(String name) {
        return extFields.get(name);
    }

    /** The body, not a copy: do not write to it. Empty when there is none, as the wire makes no difference. */
    public byte[] body() {
        return body;
    }

    public HeaderEncoding encoding() {
        return encoding;
    }

    public boolean isResponse() {
        return (flag & FLAG_RESPONSE) != 0;
    }

    /** True when the sender wants no answer, not even for errors. */
    public boolean isOneway() {
        return (flag & FLAG_ONEWAY) != 0;
    }

    /** A builder that starts with everything in this frame. */
    public Builder toBuilder() {
        Builder builder = new Builder(code, flag)
                .language(language)
                .version(version)
                .opaque(opaque)
                .remark(remark)
                .encoding(encoding);
        builder.borrow(extFields);
        builder.body = body;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frame that
                && code == that.code
                && language == that.language
                && version == that.version
                && opaque == that.opaque
                && flag == that.flag
                && encoding == that.encoding
                && Objects.equals(remark, that.remark)
                && extFields.equals(that.extFields)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        // Enough to tell frames apart, and stable from run to run: an enum's own hash is its identity.
        return 31 * (31 * (31 * code + opaque) + extFields.hashCode()) + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(128);
        text.append(isResponse() ? "response " : isOneway() ? "oneway " : "request ");
        text.append(codeName()).append('(').append(code).append(") opaque=").append(opaque);
        if (remark != null) {
            text.append(" remark=\"").append(remark).append('"');
        }
        text.append(' ').append(printable(extFields));
        text.append(" body=").append(body.length).append(" bytes");
        text.append(" (").append(encoding).append(", version ").append(version).append(", ");
        return text.append(LanguageCode.nameOf(language)).append(')').toString();
    }

    /** Property strings hold the separators 0x01 and 0x02, which a terminal swallows. */
    private static String printable(Map<String, String> fields) {
        String text = fields.toString();
        return text.replace('\u0001', '=').replace('\u0002', ';');
    }

    /** Collects a frame's parts. For one thread; may be built from more than once. */
    public static final class Builder {
        private final int code;
        private final int flagOfKind;
        private Map<String, String> extFields = new LinkedHashMap<>();

        /** Whether a frame has this map, too: then it is copied before it is written to. */
        private boolean shared;

        private int flag;
        private int language = LanguageCode.JAVA;
        private int version = MqVersion.CURRENT;
        private int opaque;
        private @Nullable String remark;
        private byte[] body = NO_BODY;
        private HeaderEncoding encoding = HeaderEncoding.JSON;

        Builder(int code, int flag) {
            this.code = code;
            this.flagOfKind = flag;
            this.flag = flag;
        }

        /** The code that the frame is to have. */
        public int code() {
            return code;
        }

        public Builder opaque(int opaque) {
            this.opaque = opaque;
            return this;
        }

        /** Whether the receiver is told not to answer. */
        public Builder oneway(boolean oneway) {
            this.flag = oneway ? flagOfKind | FLAG_ONEWAY : flagOfKind & ~FLAG_ONEWAY;
            return this;
        }

        /** Sets a header field; a null value leaves it out (and removes it, if it was set before). */
        public Builder field(String name, @Nullable String value) {
            requireNonNull(name, "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name: \"\" (expected: the name of a header field)");
            }
            if (value == null) {
                own().remove(name);
            } else {
                own().put(name, value);
            }
            return this;
        }

        private Map<String, String> own() {
            if (shared) {
                extFields = new LinkedHashMap<>(extFields);
                shared = false;
            }
            return extFields;
        }

        /** What a frame that is made now has; its own from here on. */
        private Map<String, String> share() {
            if (!shared) {
                extFields = Collections.unmodifiableMap(extFields);
                shared = true;
            }
            return extFields;
        }

        /** Begins with a frame's fields, in place of none. */
        private void borrow(Map<String, String> unmodifiable) {
            extFields = unmodifiable;
            shared = true;
        }

        /** Takes a map of its own with what was read: the caller gives it away. No name in it is empty. */
        Builder give(Map<String, String> fields) {
            extFields = fields;
            shared = false;
            return this;
        }

        public Builder field(String name, int value) {
            return field(name, Integer.toString(value));
        }

        public Builder field(String name, long value) {
            return field(name, Long.toString(value));
        }

        public Builder field(String name, boolean value) {
            return field(name, Boolean.toString(value));
        }

        /** Sets every field of the map, in its order. */
        public Builder fields(Map<String, String> fields) {
            fields.forEach(this::field);
            return this;
        }

        public Builder remark(@Nullable String remark) {
            this.remark = remark;
            return this;
        }

        /** Takes the array as it is, without a copy: the caller gives it away. */
        public Builder body(byte[] body) {
            this.body = requireNonNull(body, "body");
            return this;
        }

        public Builder encoding(HeaderEncoding encoding) {
            this.encoding = requireNonNull(encoding, "encoding");
            return this;
        }

        public Builder version(int version) {
            this.version = version;
            return this;
        }

        /** A {@link LanguageCode}; other values from 0 to 255 survive in the binary encoding only. */
        public Builder language(int language) {
            if (language < 0 || language > 255) {
                throw new IllegalArgumentException("language: " + language + " (expected: 0 to 255)");
            }
            this.language = language;
            return this;
        }

        /**
         * The frame.
         *
         * @throws IllegalArgumentException when code or version do not fit the 16 bits that the binary encoding has for
         *     them. The official encoder truncates them instead, and so sends some other request.
         */
        public Frame build() {
            if (encoding == HeaderEncoding.ROCKETMQ) {
                requireShort("code", code);
                requireShort("version", version);
            }
            return new Frame(this);
        }

        Builder flag(int flag) {
            this.flag = flag;
            return this;
        }

        private static void requireShort(String name, int value) {
            if (value != (short) value) {
                throw new IllegalArgumentException(
                        name + ": " + value + " (expected: 16 bits, as encoding ROCKETMQ has no more)");
            }
        }
    }
}
