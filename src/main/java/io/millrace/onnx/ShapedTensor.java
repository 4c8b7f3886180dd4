package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An input or output of one call, of any shape. */
public final class ShapedTensor {
    private final String name;
    private final long[] shape;
    private final long @Nullable [] longs;
    private final float @Nullable [] floats;

    private ShapedTensor(String name, long[] shape, long @Nullable [] longs, float @Nullable [] floats) {
        this.name = name;
        this.shape = shape.clone();
        this.longs = longs;
        this.floats = floats;
    }

    /** An input of int64, row by row; the numbers are not copied. */
    public static ShapedTensor ofLongs(String name, long[] numbers, long... shape) {
        return new ShapedTensor(name, shape, numbers, null);
    }

    /** An input or output of float, row by row; the numbers are not copied. */
    public static ShapedTensor ofFloats(String name, float[] numbers, long... shape) {
        return new ShapedTensor(name, shape, null, numbers);
    }

    /** What a call gave. */
    static ShapedTensor of(String name, OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer == null) {
            throw new OnnxException(
                    "output " + name + " is of " + tensor.getInfo().type + ", which is no tensor of float");
        }
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return ofFloats(name, numbers, tensor.getInfo().getShape());
    }

    OnnxTensor tensor() throws OrtException {
        return longs != null
                ? OnnxTensor.createTensor(SharedSessions.environment(), LongBuffer.wrap(longs), shape)
                : OnnxTensor.createTensor(SharedSessions.environment(), FloatBuffer.wrap(floats()), shape);
    }

    public String name() {
        return name;
    }

    public long[] shape() {
        return shape.clone();
    }

    /**
     * The numbers, row by row; not to be changed.
     *
     * @throws IllegalStateException where it is no tensor of float
     */
    public float[] floats() {
        if (floats == null) {
            throw new IllegalStateException("tensor " + name + " holds no floats");
        }
        return floats;
    }

    /** For example {@code last_hidden_state [1, 12, 384]}. */
    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
