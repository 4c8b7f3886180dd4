package io.millrace.onnx;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or an output of a model.
 *
 * @param type the element type of a tensor in lower case, for example {@code float}; otherwise {@code map} or {@code sequence}
 * @param shape the dimensions of a tensor, {@link #DYNAMIC} where the caller chooses; empty for scalars and for other kinds
 */
public record OnnxValue(String name, String type, List<Long> shape) {
    /** A dimension without a fixed size. */
    public static final long DYNAMIC = -1;

    public OnnxValue {
        shape = List.copyOf(shape);
    }

    /** Whether there is a tensor with a row for each row of the batch, the rest of its shape fixed. */
    public boolean isByRow() {
        return !shape.isEmpty()
                && shape.get(0) == DYNAMIC
                && shape.stream().skip(1).noneMatch(dimension -> dimension == DYNAMIC);
    }

    /** The number of elements for each row: 1 for [N], k for [N, k]; a dimension without a fixed size counts as 1. */
    public int width() {
        return Math.toIntExact(
                shape.stream().skip(1).map(dimension -> Math.max(dimension, 1)).reduce(1L, Math::multiplyExact));
    }

    /** For example {@code float[N, 15]}. */
    public String describe() {
        return type
                + shape.stream()
                        .map(dimension -> dimension == DYNAMIC ? "N" : dimension.toString())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
