package io.millrace.feature.state;

import java.util.Comparator;

/**
 * Where a window begins or ends, seen from the event at hand. What lies at or before it is <em>behind</em> the edge. As time moves on, each row of a log comes to lie
 * behind one edge after the other.
 *
 * @param kind what the edge is measured from
 * @param offset for {@link Kind#BEFORE} how far back in milliseconds, at least 0; else 0
 * @param hop for {@link Kind#BEFORE} the milliseconds to a whole multiple of which, counted from the epoch, the edge's time is rounded down, at least 1; else 1
 */
public record Edge(Kind kind, long offset, long hop) implements Comparable<Edge> {
    /** Up to the event at hand, itself included, in the order of (time, partition, offset). */
    public static final Edge WITH_EVENT = new Edge(Kind.WITH_EVENT, 0, 1);
    /** Up to the event at hand, itself left out. */
    public static final Edge WITHOUT_EVENT = new Edge(Kind.WITHOUT_EVENT, 0, 1);

    private static final Comparator<Edge> FROM_RIGHT =
            Comparator.comparing(Edge::kind).thenComparingLong(Edge::offset).thenComparingLong(Edge::hop);

    /** In the order in which a row comes to lie behind them. */
    public enum Kind {
        WITH_EVENT,
        WITHOUT_EVENT,
        /** Rows with a time at or before {@link Edge#time}. */
        BEFORE
    }

    public Edge {
        if (offset < 0 || hop < 1 || (kind != Kind.BEFORE && (offset != 0 || hop != 1))) {
            throw new IllegalArgumentException(
                    "an edge of kind " + kind + " can't have offset " + offset + " and hop " + hop);
        }
    }

    public static Edge before(long offset) {
        return before(offset, 1);
    }

    public static Edge before(long offset, long hop) {
        return new Edge(Kind.BEFORE, offset, hop);
    }

    /** How far back the edge lies at most, in milliseconds. */
    public long reach() {
        return offset + hop - 1;
    }

    /** The latest time that lies behind an edge of kind {@link Kind#BEFORE}, seen from a time. */
    public long time(long from) {
        long time = from - offset;
        return hop == 1 ? time : time - Math.floorMod(time, hop);
    }

    /** From right to left, among edges of the same hop. */
    @Override
    public int compareTo(Edge other) {
        return FROM_RIGHT.compare(this, other);
    }

    /** Canonical text, for fingerprints of state. */
    public String text() {
        return kind == Kind.BEFORE ? "-" + offset + (hop == 1 ? "" : "/" + hop) : kind.name();
    }
}
