package io.millrace.adapter.onnx;

import io.millrace.onnx.OnnxValue;

/** A column of an output, from 0. */
record OutputColumn(OnnxValue value, int column) {
    /** For example {@code probabilities[1]}; the output's name alone where it has one column. */
    String name() {
        return value.width() == 1 ? value.name() : value.name() + "[" + column + "]";
    }
}
