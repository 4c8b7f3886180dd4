package io.millrace.feature.state;

import java.util.List;
import java.util.function.IntFunction;

/**
 * The kind of a {@link PartState}: what it keeps, of which column of its log. A record, so that equal parts of several features are kept once.
 */
public interface Part {
    /** Index of the column in the log. */
    int column();

    /**
     * Canonical text of what is kept and in which form of bytes; a change of either must change it. State is addressed by it.
     *
     * @param columns canonical texts of the log's columns, by index
     */
    String text(IntFunction<String> columns);

    /**
     * Whether the part must be told when a row comes to lie behind each of the windows' left edges. Where not, it is told of two edges: 0, and 1, which is the left edge
     * of the longest window, where what lies behind can be let go.
     */
    boolean needsEveryEdge();

    /** The state of an entity of which nothing has been seen. */
    PartState create(List<Edge> edges);

    /** Reads what {@link PartState#write} wrote under the same edges. */
    PartState read(List<Edge> edges, StateReader in);
}
