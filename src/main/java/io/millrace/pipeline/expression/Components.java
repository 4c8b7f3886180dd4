package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.INT;
import static io.millrace.pipeline.expression.ExpressionType.VECTOR;

import io.millrace.event.NumberVector;
import io.millrace.pipeline.expression.Code.OfLong;
import io.millrace.pipeline.expression.Code.OfVector;
import java.util.List;

/** One of the numbers of a vector: {@code embedding[0]}. Missing where the vector is, or has no such number. */
final class Components {
    static final String INDEX = "_[_]";

    private Components() {}

    static void addTo(Operations operations) {
        operations.add(
                INDEX,
                List.of(VECTOR, INT),
                arguments -> at(arguments.get(0).asVector(), arguments.get(1).asLong()));
    }

    /** The number with an index of a vector. */
    static Typed at(Typed vector, int index) {
        return at(vector.asVector(), (event, row) -> index);
    }

    private static Typed at(OfVector vectors, OfLong indices) {
        return Typed.ofDouble((event, row) -> {
            NumberVector vector = vectors.eval(event, row);
            long index = indices.eval(event, row);
            return vector == null || index < 0 || index >= vector.size() ? Double.NaN : vector.at((int) index);
        });
    }
}
