package io.millrace.onnx;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or an output that a model declares.
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

    /** For example {@code float[N, 15]}. */
    public String describe() {
        return type
                + shape.stream()
                        .map(dimension -> dimension == DYNAMIC ? "N" : dimension.toString())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
