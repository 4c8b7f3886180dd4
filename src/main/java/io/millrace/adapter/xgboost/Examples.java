package io.millrace.adapter.xgboost;

import java.util.Arrays;

/** Vectors with labels, dense and narrowed to floats as a model sees them. NaN is a missing value. */
final class Examples {
    private final int width;
    private float[] values;
    private float[] labels = new float[1024];
    private int rows;
    private int positives;

    Examples(int width) {
        this.width = width;
        this.values = new float[labels.length * width];
    }

    void add(double[] vector, boolean positive) {
        if (rows == labels.length) {
            grow();
        }
        for (int i = 0; i < width; i++) {
            values[rows * width + i] = (float) vector[i];
        }
        labels[rows++] = positive ? 1 : 0;
        positives += positive ? 1 : 0;
    }

    private void grow() {
        int most = Integer.MAX_VALUE / width - 8;
        if (rows >= most) {
            throw new IllegalStateException(
                    "more than " + most + " rows of " + width + " features; take a shorter span");
        }
        int capacity = Math.min(most, rows + (rows >> 1) + 1);
        labels = Arrays.copyOf(labels, capacity);
        values = Arrays.copyOf(values, capacity * width);
    }

    int width() {
        return width;
    }

    int rows() {
        return rows;
    }

    int positives() {
        return positives;
    }

    /** The vectors, row after row. */
    float[] values() {
        return Arrays.copyOf(values, rows * width);
    }

    /** 1 for a positive, otherwise 0. */
    float[] labels() {
        return Arrays.copyOf(labels, rows);
    }

    boolean[] positive() {
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            positive[row] = labels[row] == 1;
        }
        return positive;
    }
}
