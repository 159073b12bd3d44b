// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.FrameCodec;
import io.netty.buffer.ByteBuf;
import java.util.Locale;

/** What can be done to the bytes of an answer (T14 to T17). */
public enum AnswerDamage {
    /** The first half, then the end of the stream (T14). */
    TRUNCATED,
    /** A length of 0 (T15). */
    LENGTH_ZERO,
    /** A length below 0 (T15). */
    LENGTH_NEGATIVE,
    /** A length that no reader takes (T15). */
    LENGTH_HUGE,
    /** A length that is too long by a few bytes: the next answer's first ones seem to belong to this one (T15). */
    LENGTH_WRONG,
    /** A header that seems to be longer than the whole (T15). */
    HEADER_LENGTH,
    /** A header that can't be read (T16). */
    HEADER_GARBAGE,
    /** An encoding of the header that doesn't exist (T16). */
    HEADER_ENCODING,
    /** A body whose bytes are others; there is none in most answers to sends (T17). */
    BODY_GARBAGE;

    private static final int UNKNOWN_ENCODING = 0x7F;
    private static final int FLIP = 0x5A;

    /** What it is called in rules that are text: {@code length-huge}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the connection ends after what is left of the answer. */
    boolean endsStream() {
        return this == TRUNCATED;
    }

    /** Does it to a whole frame, length field included. */
    void apply(ByteBuf frame) {
        int start = frame.readerIndex();
        int word = start + FrameCodec.LENGTH_BYTES;
        int headerStart = word + 4;
        int headerBytes = frame.getInt(word) & 0xFF_FFFF;
        switch (this) {
            case TRUNCATED -> frame.writerIndex(start + frame.readableBytes() / 2);
            case LENGTH_ZERO -> frame.setInt(start, 0);
            case LENGTH_NEGATIVE -> frame.setInt(start, -1);
            case LENGTH_HUGE -> frame.setInt(start, Integer.MAX_VALUE);
            case LENGTH_WRONG -> frame.setInt(start, frame.getInt(start) + 7);
            case HEADER_LENGTH -> frame.setInt(word, frame.getInt(word) + frame.getInt(start));
            case HEADER_GARBAGE -> flip(frame, headerStart, headerStart + headerBytes);
            case HEADER_ENCODING -> frame.setByte(word, UNKNOWN_ENCODING);
            case BODY_GARBAGE -> flip(frame, headerStart + headerBytes, frame.writerIndex());
        }
    }

    private static void flip(ByteBuf frame, int from, int to) {
        for (int i = from; i < to; i++) {
            frame.setByte(i, frame.getByte(i) ^ FLIP);
        }
    }
}
