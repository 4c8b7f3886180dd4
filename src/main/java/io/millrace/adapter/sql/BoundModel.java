package io.millrace.adapter.sql;

import java.io.Serializable;
import java.util.List;

/**
 * A model with the columns that it is fed from and that it fills.
 *
 * @param inputs the columns of a row, in SQL's order
 * @param slots for each feature of the model's vector, the position of its column
 * @param outputs the columns to fill, in SQL's order
 */
record BoundModel(StoredModel model, List<InputColumn> inputs, List<Integer> slots, List<OutputColumn> outputs)
        implements Serializable {
    private static final long serialVersionUID = 1;

    BoundModel {
        inputs = List.copyOf(inputs);
        slots = List.copyOf(slots);
        outputs = List.copyOf(outputs);
    }

    /**
     * A column that is filled.
     *
     * @param output position in {@link io.millrace.model.Scorer#outputs}, or {@link #SCORE}
     * @param isFloat whether it is a FLOAT, otherwise a DOUBLE
     */
    record OutputColumn(int output, boolean isFloat) implements Serializable {
        private static final long serialVersionUID = 1;

        static final int SCORE = -1;
    }
}
