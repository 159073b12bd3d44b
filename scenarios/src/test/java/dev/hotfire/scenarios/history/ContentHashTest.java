// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContentHashTest {
    /** Lengths on both sides of a block of 32 bytes, and of a word of eight. */
    private static final int LONGEST = 75;

    @Test
    void dependsOnEveryBit() {
        Set<Long> hashes = new HashSet<>();
        int made = 0;
        for (int length = 0; length <= LONGEST; length++) {
            byte[] bytes = bytes(length);
            hashes.add(ContentHash.of(bytes));
            made++;
            for (int bit = 0; bit < 8 * length; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                hashes.add(ContentHash.of(bytes));
                made++;
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
        assertThat(hashes).hasSize(made);
    }

    @Test
    void dependsOnTheNumberOfBytes() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length <= LONGEST; length++) {
            hashes.add(ContentHash.of(new byte[length]));
        }
        assertThat(hashes).hasSize(LONGEST + 1);
    }

    @Test
    void dependsOnWhereThingsAre() {
        byte[] bytes = bytes(LONGEST);
        Set<Long> hashes = new HashSet<>();
        int words = bytes.length / 8;
        for (int one = 0; one < words; one++) {
            for (int other = one; other < words; other++) {
                byte[] swapped = bytes.clone();
                System.arraycopy(bytes, 8 * one, swapped, 8 * other, 8);
                System.arraycopy(bytes, 8 * other, swapped, 8 * one, 8);
                if (one == other && one > 0) {
                    assertThat(ContentHash.of(swapped)).isEqualTo(ContentHash.of(bytes));
                } else {
                    hashes.add(ContentHash.of(swapped));
                }
            }
        }
        assertThat(hashes).hasSize(1 + words * (words - 1) / 2);
    }

    /** No two words of it are the same. */
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * i + 7 * i);
        }
        return bytes;
    }
}
