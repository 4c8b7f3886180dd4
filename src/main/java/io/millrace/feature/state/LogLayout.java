package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The plan of one log: what is kept of the events of one source for the entities of one feature set.
 *
 * <p>Immutable, shared by all entities.
 */
public final class LogLayout {
    /** Where a part has no left edge. */
    static final int NO_EDGE = -1;

    private final int source;
    private final String origin;
    private final List<String> columns;
    private final RowShape shape;
    private final List<PlacedPart> parts;
    private final Edge[] edges;
    private final int seenEdge;
    /** For each edge the parts that are told of it, and as their which edge. */
    private final int[][] partsAt;

    private final int[][] edgesOfParts;
    private final int[] lookaheads;
    private final int[] lastEdges;

    /** Ends the planning of a log whose columns have one word each. */
    public LogLayout(int source, String origin, List<String> columns, PartsBuilder builder, Edge seen) {
        this(source, origin, columns, RowShape.ofSingleWords(columns.size()), builder, seen);
    }

    /**
     * Ends the planning of a log.
     *
     * @param source index of the source in the pipeline
     * @param origin canonical text of the source, and of the fields by which its events belong to an entity
     * @param columns canonical texts of the columns
     * @param shape how many words each column has; parts name a column by its first word
     * @param builder the parts that the features asked for
     * @param seen up to where the entity has seen events of this source: what the frontier says
     */
    public LogLayout(int source, String origin, List<String> columns, RowShape shape, PartsBuilder builder, Edge seen) {
        this.source = source;
        this.origin = origin;
        this.columns = List.copyOf(columns);
        this.shape = shape;
        this.parts = builder.build(word -> this.columns.get(shape.columnAt(word)));
        TreeSet<Edge> all = new TreeSet<>();
        all.add(seen);
        parts.forEach(part -> all.addAll(part.edges()));
        this.edges = all.toArray(Edge[]::new);
        this.seenEdge = List.of(edges).indexOf(seen);
        this.partsAt = new int[edges.length][];
        this.edgesOfParts = new int[edges.length][];
        for (int edge = 0; edge < edges.length; edge++) {
            wire(edge);
        }
        this.lookaheads = IntStream.range(0, parts.size())
                .filter(part -> parts.get(part).create() instanceof Lookahead)
                .toArray();
        this.lastEdges = parts.stream().mapToInt(this::lastEdge).toArray();
    }

    private int lastEdge(PlacedPart part) {
        return part.isLifetime()
                ? NO_EDGE
                : indexOf(part.edges().get(part.edges().size() - 1));
    }

    private void wire(int edge) {
        List<Integer> told = new ArrayList<>();
        List<Integer> asTheir = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            int position = parts.get(part).edges().indexOf(edges[edge]);
            if (position >= 0) {
                told.add(part);
                asTheir.add(position);
            }
        }
        partsAt[edge] = told.stream().mapToInt(Integer::intValue).toArray();
        edgesOfParts[edge] = asTheir.stream().mapToInt(Integer::intValue).toArray();
    }

    public int source() {
        return source;
    }

    RowShape shape() {
        return shape;
    }

    String origin() {
        return origin;
    }

    List<String> columns() {
        return columns;
    }

    List<PlacedPart> parts() {
        return parts;
    }

    /** The texts of the parts that serve lifetime windows, in order. */
    public List<String> lifetime() {
        return parts.stream()
                .filter(PlacedPart::isLifetime)
                .map(PlacedPart::text)
                .toList();
    }

    int edgeCount() {
        return edges.length;
    }

    /** From right to left. */
    Edge edge(int index) {
        return edges[index];
    }

    /** The parts that may ask for rows. */
    int[] lookaheads() {
        return lookaheads;
    }

    /** The right edge of a part. */
    int firstEdge(int part) {
        return indexOf(parts.get(part).edges().get(0));
    }

    /** The last of a part's edges, {@link #NO_EDGE} for a lifetime part. */
    int lastEdge(int part) {
        return lastEdges[part];
    }

    int indexOf(Edge edge) {
        return List.of(edges).indexOf(edge);
    }

    int seenEdge() {
        return seenEdge;
    }

    int[] partsAt(int edge) {
        return partsAt[edge];
    }

    int[] edgesOfParts(int edge) {
        return edgesOfParts[edge];
    }
}
