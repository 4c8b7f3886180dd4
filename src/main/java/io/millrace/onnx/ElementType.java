package io.millrace.onnx;

import java.util.Arrays;
import java.util.Optional;

/** The element types of tensors that a batch can hold. */
public enum ElementType {
    FLOAT("float", Float.BYTES),
    DOUBLE("double", Double.BYTES),
    INT64("int64", Long.BYTES),
    BOOL("bool", Byte.BYTES),
    /** Has no memory of a fixed size. */
    STRING("string", 0);

    private final String text;
    private final int bytes;

    ElementType(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** The size of an element in memory. */
    int bytes() {
        return bytes;
    }

    /** By the name that {@link OnnxValue#type} has; empty for other types, maps and sequences. */
    public static Optional<ElementType> named(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }
}
