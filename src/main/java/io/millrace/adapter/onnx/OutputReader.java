package io.millrace.adapter.onnx;

import io.millrace.onnx.TensorBuffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Reads a column of an output by row. */
@FunctionalInterface
interface OutputReader {
    double value(int row);

    static OutputReader of(TensorBuffer buffer, int column) {
        int width = buffer.value().width();
        return switch (buffer.type()) {
            case FLOAT -> {
                FloatBuffer floats = buffer.floats();
                yield row -> floats.get(row * width + column);
            }
            case DOUBLE -> {
                DoubleBuffer doubles = buffer.doubles();
                yield row -> doubles.get(row * width + column);
            }
            case INT64 -> {
                LongBuffer longs = buffer.longs();
                yield row -> longs.get(row * width + column);
            }
            case BOOL -> {
                ByteBuffer bools = buffer.bools();
                yield row -> bools.get(row * width + column);
            }
            case STRING -> throw new IllegalArgumentException(buffer.value().name() + " gives strings");
        };
    }
}
