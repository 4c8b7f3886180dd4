package io.millrace.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class Names {
    private Names() {}

    /** The candidate nearest to {@code written} by edit distance, if near enough (at most a third of the longer name's length, at least 2 edits) to be meant. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(written, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        if (best == null || bestDistance > Math.max(2, Math.max(written.length(), best.length()) / 3)) {
            return Optional.empty();
        }
        return Optional.of(best);
    }

    /** A sentence part such as {@code ; did you mean "avg"?}, or {@code ; known are a, b, c} when nothing is near. */
    public static String hint(String written, Collection<String> candidates) {
        return nearest(written, candidates)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse(candidates.isEmpty() ? "" : "; known are " + String.join(", ", candidates));
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
