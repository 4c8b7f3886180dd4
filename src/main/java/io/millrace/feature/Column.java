package io.millrace.feature;

import java.util.List;

/**
 * A projected value that a feature set keeps of each event of one source.
 *
 * @param source index of the source in the pipeline
 * @param origin canonical text of the source, and of the fields by which its events belong to an entity
 * @param text canonical text of what is kept; equal origins and texts mean equal columns
 * @param reads slots of the features of earlier sets that the projection reads
 */
public record Column(int source, String origin, Projection projection, String text, List<Integer> reads) {
    public Column {
        reads = List.copyOf(reads);
    }

    /** A column that reads no features. */
    public Column(int source, String origin, Projection projection, String text) {
        this(source, origin, projection, text, List.of());
    }
}
