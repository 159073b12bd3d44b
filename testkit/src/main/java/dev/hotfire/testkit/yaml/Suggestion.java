// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody who mistyped a word may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The words, and which of them is meant if one is near: {@code one of a, b; did you mean 'a'?}. */
    public static String oneOf(Collection<String> words, String found) {
        return oneOf(words, found, words);
    }

    /** As {@link #oneOf(Collection, String)}, with more words that may be meant than are listed. */
    public static String oneOf(Collection<String> words, String found, Collection<String> meant) {
        if (words.size() == 1) {
            return words.iterator().next();
        }
        String list = "one of " + String.join(", ", words);
        String near = nearest(meant, found);
        return near == null ? list : list + "; did you mean '" + near + "'?";
    }

    private static @Nullable String nearest(Collection<String> words, String found) {
        String nearest = null;
        // A third of the word may be wrong; more is a different word.
        // Nor is a word meant of which nothing is right.
        int best = Math.min(Math.max(1, found.length() / 3) + 1, found.length());
        for (String word : words) {
            int distance = distance(normal(word), normal(found));
            if (distance < best) {
                best = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    /** Case and separators are the most usual mistakes, and weigh nothing. */
    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
