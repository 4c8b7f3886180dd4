package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts that the features of one log need. Features that ask for the same part with the same right edge share it, whatever the lengths of
 * their windows, where their left edges have the same hop: only then one row comes to lie behind them in the order of their lengths.
 */
public final class PartsBuilder implements Parts {
    private final Map<Key, Wanted> wanted = new LinkedHashMap<>();

    /** A lifetime window has no left edge; its part is a part of its own, because nothing ever leaves it. */
    private record Key(Part part, Edge right, boolean lifetime, long hop) {}

    private static final class Wanted {
        private final int index;
        private final TreeSet<Edge> left = new TreeSet<>();
        private List<Edge> edges = List.of();

        Wanted(int index) {
            this.index = index;
        }
    }

    /** Where a feature finds its part and its left edge; to be asked once every part is known. */
    public static final class Handle {
        private final Wanted wanted;
        private final @Nullable Edge left;

        private Handle(Wanted wanted, @Nullable Edge left) {
            this.wanted = wanted;
            this.left = left;
        }

        /** Index of the part in the log. */
        public int part() {
            return wanted.index;
        }

        /**
         * The number of the left edge among the part's edges, at least 1.
         *
         * @throws IllegalStateException for a lifetime window, which has none
         */
        public int edge() {
            int edge = left == null ? -1 : wanted.edges.indexOf(left);
            if (edge < 1) {
                throw new IllegalStateException("the part has no left edge " + left + " among " + wanted.edges);
            }
            return edge;
        }

        public boolean isLifetime() {
            return left == null;
        }
    }

    @Override
    public Handle use(Part part, Edge right, @Nullable Edge left) {
        Key key = new Key(part, right, left == null, left == null ? 1 : left.hop());
        Wanted found = wanted.computeIfAbsent(key, absent -> new Wanted(wanted.size()));
        if (left != null) {
            found.left.add(left);
        }
        return new Handle(found, left);
    }

    /** Ends the collecting: the parts by index. */
    List<PlacedPart> build(IntFunction<String> columns) {
        List<PlacedPart> parts = new ArrayList<>();
        wanted.forEach((key, value) -> {
            List<Edge> edges = new ArrayList<>(List.of(key.right()));
            edges.addAll(value.left);
            value.edges = List.copyOf(edges);
            parts.add(new PlacedPart(key.part(), value.edges, columns));
        });
        return parts;
    }
}
