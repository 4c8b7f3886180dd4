package io.millrace.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Memory for an input or an output of a model: up to a number of rows, row after row, reused from run to run.
 *
 * <p>Numbers lie in direct memory that ONNX Runtime reads and writes in place. Strings are copied at each run.
 */
public final class TensorBuffer {
    private final OnnxValue value;
    private final ElementType type;
    private final int capacity;
    private final ByteBuffer memory;
    private final String[] strings;

    private TensorBuffer(OnnxValue value, ElementType type, int capacity, ByteBuffer memory) {
        this.value = value;
        this.type = type;
        this.capacity = capacity;
        this.memory = memory;
        this.strings = type == ElementType.STRING ? empty(capacity * value.width()) : new String[0];
    }

    private static String[] empty(int count) {
        String[] strings = new String[count];
        Arrays.fill(strings, "");
        return strings;
    }

    /**
     * Memory filled with zeros or empty strings.
     *
     * @param value of a type that {@link ElementType} has, otherwise an {@link IllegalArgumentException}
     * @param capacity the most rows
     */
    public static TensorBuffer allocate(OnnxValue value, int capacity) {
        ElementType type = ElementType.named(value.type())
                .orElseThrow(() -> new IllegalArgumentException(
                        value.name() + " is " + value.describe() + ", which has no buffer"));
        int bytes = Math.multiplyExact(Math.multiplyExact(capacity, value.width()), type.bytes());
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return new TensorBuffer(value, type, capacity, memory);
    }

    public OnnxValue value() {
        return value;
    }

    public ElementType type() {
        return type;
    }

    public int capacity() {
        return capacity;
    }

    /** The elements of {@link ElementType#FLOAT}. */
    public FloatBuffer floats() {
        check(ElementType.FLOAT);
        return memory.asFloatBuffer();
    }

    /** The elements of {@link ElementType#DOUBLE}. */
    public DoubleBuffer doubles() {
        check(ElementType.DOUBLE);
        return memory.asDoubleBuffer();
    }

    /** The elements of {@link ElementType#INT64}. */
    public LongBuffer longs() {
        check(ElementType.INT64);
        return memory.asLongBuffer();
    }

    /** The elements of {@link ElementType#BOOL}: 0 or 1. */
    public ByteBuffer bools() {
        check(ElementType.BOOL);
        return memory;
    }

    /** The elements of {@link ElementType#STRING}, the array itself. */
    public String[] strings() {
        check(ElementType.STRING);
        return strings;
    }

    private void check(ElementType expected) {
        if (type != expected) {
            throw new IllegalStateException(value.name() + " is " + value.describe() + ", not " + expected);
        }
    }

    /** Copies what a tensor of this type holds. */
    void copy(OnnxTensor tensor) throws OrtException {
        if (type == ElementType.STRING) {
            String[] copy = OrtUtil.flattenString(tensor.getValue());
            System.arraycopy(copy, 0, strings, 0, copy.length);
        } else {
            ByteBuffer bytes = tensor.getByteBuffer();
            memory.put(0, bytes, 0, bytes.remaining());
        }
    }

    /** A tensor over the first rows; the caller closes it. */
    OnnxTensor tensor(int rows) throws OrtException {
        OrtEnvironment environment = SharedSessions.environment();
        int elements = rows * value.width();
        long[] shape = shape(rows);
        return switch (type) {
            case FLOAT -> OnnxTensor.createTensor(environment, floats().limit(elements), shape);
            case DOUBLE -> OnnxTensor.createTensor(environment, doubles().limit(elements), shape);
            case INT64 -> OnnxTensor.createTensor(environment, longs().limit(elements), shape);
            case BOOL ->
                OnnxTensor.createTensor(
                        environment,
                        memory.duplicate().order(ByteOrder.nativeOrder()).limit(elements),
                        shape,
                        OnnxJavaType.BOOL);
            case STRING -> OnnxTensor.createTensor(environment, Arrays.copyOf(strings, elements), shape);
        };
    }

    private long[] shape(int rows) {
        long[] shape = value.shape().stream()
                .mapToLong(dimension -> Math.max(dimension, 1))
                .toArray();
        if (shape.length > 0) {
            shape[0] = rows;
        }
        return shape;
    }
}
