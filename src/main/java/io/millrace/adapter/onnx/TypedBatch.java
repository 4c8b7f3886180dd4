package io.millrace.adapter.onnx;

import io.millrace.model.ScoringException;
import io.millrace.onnx.OnnxValue;
import io.millrace.onnx.TensorBuffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Takes the values of a batch over into the inputs of a model that doesn't take the vector as it is. */
final class TypedBatch {
    // Beyond, a double stands for more than one whole number.
    private static final double MOST_EXACT = 0x1p53;

    private final List<String> names;
    private final double[] values;
    private final Column[] columns;

    /** Writes one feature of the first rows. */
    private interface Column {
        void write(int rows);
    }

    /** @param names of the features, for messages */
    TypedBatch(List<String> names, List<InputColumns> inputs, List<TensorBuffer> buffers, int capacity) {
        this.names = names;
        this.values = new double[capacity * names.size()];
        this.columns = new Column
                [inputs.stream().mapToInt(input -> input.features().size()).sum()];
        int count = 0;
        for (int i = 0; i < buffers.size(); i++) {
            List<Integer> features = inputs.get(i).features();
            for (int column = 0; column < features.size(); column++) {
                columns[count++] = column(buffers.get(i), column, features.get(column));
            }
        }
    }

    private Column column(TensorBuffer buffer, int column, int feature) {
        int width = buffer.value().width();
        return switch (buffer.type()) {
            case FLOAT -> floats(buffer.floats(), column, width, feature);
            case DOUBLE -> doubles(buffer.doubles(), column, width, feature);
            case INT64 -> longs(buffer.longs(), buffer.value(), column, width, feature);
            case BOOL -> bools(buffer.bools(), buffer.value(), column, width, feature);
            case STRING -> throw new IllegalArgumentException(buffer.value().name() + " takes strings");
        };
    }

    private Column floats(FloatBuffer to, int column, int width, int feature) {
        return rows -> {
            for (int row = 0; row < rows; row++) {
                to.put(row * width + column, (float) value(row, feature));
            }
        };
    }

    private Column doubles(DoubleBuffer to, int column, int width, int feature) {
        return rows -> {
            for (int row = 0; row < rows; row++) {
                to.put(row * width + column, value(row, feature));
            }
        };
    }

    private Column longs(LongBuffer to, OnnxValue input, int column, int width, int feature) {
        return rows -> {
            for (int row = 0; row < rows; row++) {
                double value = value(row, feature);
                if (value != Math.rint(value) || Math.abs(value) > MOST_EXACT) {
                    throw refused(input, feature, value, "a whole number up to 2^53");
                }
                to.put(row * width + column, (long) value);
            }
        };
    }

    private Column bools(ByteBuffer to, OnnxValue input, int column, int width, int feature) {
        return rows -> {
            for (int row = 0; row < rows; row++) {
                double value = value(row, feature);
                if (value != 0 && value != 1) {
                    throw refused(input, feature, value, "0 or 1");
                }
                to.put(row * width + column, (byte) value);
            }
        };
    }

    private ScoringException refused(OnnxValue input, int feature, double value, String expected) {
        return new ScoringException("feature " + names.get(feature) + " is "
                + (Double.isNaN(value) ? "missing" : value) + ", but the model's input " + input.name() + ": "
                + input.describe() + " takes " + expected);
    }

    private double value(int row, int feature) {
        return values[row * names.size() + feature];
    }

    /** Takes a row over. */
    void put(int row, double[] from, int[] slots) {
        int position = row * names.size();
        for (int slot : slots) {
            values[position++] = from[slot];
        }
    }

    /** Takes the first rows over. */
    void putAll(int rows, FloatBuffer from) {
        for (int i = 0; i < rows * names.size(); i++) {
            values[i] = from.get(i);
        }
    }

    /**
     * Converts the first rows.
     *
     * @throws ScoringException when a value can't be given to its input
     */
    void write(int rows) {
        for (Column column : columns) {
            column.write(rows);
        }
    }
}
