package io.millrace.adapter.onnx;

import java.util.ArrayList;
import java.util.List;

/** Reads from a graph the labels of a classifier's classes, in the order of its columns. */
final class ClassLabels {
    private ClassLabels() {}

    /** The labels as text; none where no operator of the graph has any, as in neural networks. */
    static List<String> of(byte[] artefact) {
        for (Wire model = new Wire(artefact); model.next(); ) {
            if (model.is(7, Wire.BYTES)) {
                return ofGraph(model.message());
            }
        }
        return List.of();
    }

    private static List<String> ofGraph(Wire graph) {
        while (graph.next()) {
            if (graph.is(1, Wire.BYTES)) {
                List<String> labels = ofNode(graph.message());
                if (!labels.isEmpty()) {
                    return labels;
                }
            }
        }
        return List.of();
    }

    static List<String> ofNode(Wire node) {
        while (node.next()) {
            if (node.is(5, Wire.BYTES)) {
                List<String> labels = ofAttribute(node.message());
                if (!labels.isEmpty()) {
                    return labels;
                }
            }
        }
        return List.of();
    }

    private static List<String> ofAttribute(Wire attribute) {
        boolean named = false;
        List<String> labels = new ArrayList<>();
        while (attribute.next()) {
            if (attribute.is(1, Wire.BYTES)) {
                named = attribute.text().startsWith("classlabels_");
            } else if (attribute.is(8, Wire.VARINT)) {
                labels.add(Long.toString(attribute.number()));
            } else if (attribute.is(8, Wire.BYTES)) {
                attribute.numbers().forEach(number -> labels.add(Long.toString(number)));
            } else if (attribute.is(9, Wire.BYTES)) {
                labels.add(attribute.text());
            }
        }
        return named ? labels : List.of();
    }
}
