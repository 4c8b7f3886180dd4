package io.millrace.feature.state;

import java.util.Comparator;

/**
 * Where a window begins or ends, seen from the event at hand. What lies at or before it is <em>behind</em> the edge. As time moves on, each row of a log comes to lie
 * behind one edge after the other.
 *
 * @param kind what the edge is measured from
 * @param offset for {@link Kind#BEFORE} how far back in milliseconds, at least 0; else 0
 */
public record Edge(Kind kind, long offset) implements Comparable<Edge> {
    /** Up to the event at hand, itself included, in the order of (time, partition, offset). */
    public static final Edge WITH_EVENT = new Edge(Kind.WITH_EVENT, 0);
    /** Up to the event at hand, itself left out. */
    public static final Edge WITHOUT_EVENT = new Edge(Kind.WITHOUT_EVENT, 0);

    private static final Comparator<Edge> FROM_RIGHT =
            Comparator.comparing(Edge::kind).thenComparingLong(Edge::offset);

    /** In the order in which a row comes to lie behind them. */
    public enum Kind {
        WITH_EVENT,
        WITHOUT_EVENT,
        /** Rows with a time at or before the event's less {@link Edge#offset}. */
        BEFORE
    }

    public Edge {
        if (offset < 0 || (kind != Kind.BEFORE && offset != 0)) {
            throw new IllegalArgumentException("an edge of kind " + kind + " can't have offset " + offset);
        }
    }

    public static Edge before(long offset) {
        return new Edge(Kind.BEFORE, offset);
    }

    /** From right to left. */
    @Override
    public int compareTo(Edge other) {
        return FROM_RIGHT.compare(this, other);
    }

    /** Canonical text, for fingerprints of state. */
    public String text() {
        return kind == Kind.BEFORE ? "-" + offset : kind.name();
    }
}
