package io.millrace.adapter.onnx;

import io.millrace.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code ValueInfoProto} of an input or an output. */
final class ValueText {
    // By TensorProto.DataType.
    private static final List<String> TYPES = List.of(
            "unknown", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16",
            "double");

    private ValueText() {}

    static OnnxValue read(Wire value) {
        String name = "";
        OnnxValue type = new OnnxValue("", "unknown", List.of());
        while (value.next()) {
            if (value.is(1, Wire.BYTES)) {
                name = value.text();
            } else if (value.is(2, Wire.BYTES)) {
                type = type(value.message());
            }
        }
        return new OnnxValue(name, type.type(), type.shape());
    }

    private static OnnxValue type(Wire type) {
        while (type.next()) {
            if (type.is(1, Wire.BYTES)) {
                return tensor(type.message());
            }
            if (type.is(5, Wire.BYTES)) {
                return new OnnxValue("", "map", List.of());
            }
        }
        return new OnnxValue("", "sequence", List.of());
    }

    private static OnnxValue tensor(Wire tensor) {
        int element = 0;
        List<Long> shape = List.of();
        while (tensor.next()) {
            if (tensor.is(1, Wire.VARINT)) {
                element = (int) tensor.number();
            } else if (tensor.is(2, Wire.BYTES)) {
                shape = shape(tensor.message());
            }
        }
        return new OnnxValue("", element < TYPES.size() ? TYPES.get(element) : "unknown", shape);
    }

    private static List<Long> shape(Wire shape) {
        List<Long> dimensions = new ArrayList<>();
        while (shape.next()) {
            if (shape.is(1, Wire.BYTES)) {
                dimensions.add(dimension(shape.message()));
            }
        }
        return dimensions;
    }

    private static long dimension(Wire dimension) {
        while (dimension.next()) {
            if (dimension.is(1, Wire.VARINT)) {
                return dimension.number();
            }
        }
        return OnnxValue.DYNAMIC;
    }
}
