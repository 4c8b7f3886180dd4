package io.millrace.feature.aggregate;

import io.millrace.feature.state.Part;
import io.millrace.feature.state.Rows;

/** A part that keeps something for each key, where a row belongs to one key or to none. */
interface KeyedPart extends Part {
    /** The key of a row; {@link Rows#MISSING} where the row changes nothing. */
    long key(Rows rows, int row);

    @Override
    default boolean needsEveryEdge() {
        return true;
    }
}
