package io.millrace.adapter.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes {@code ZipMap} off a graph: the operator that makes a map for each row of a classifier's matrix of probabilities. The matrix itself becomes
 * the output; no number changes.
 */
final class ZipMaps {
    private static final int NODE = 1;
    private static final int OUTPUT = 12;
    private static final int FLOAT = 1;

    private record ZipMap(String matrix, int classes) {}

    private ZipMaps() {}

    /** The graph, given as a message, without its ZipMaps. */
    static byte[] takenOff(Wire graph, Wire again) {
        Map<String, ZipMap> byOutput = find(graph);
        WireWriter out = new WireWriter();
        while (again.next()) {
            if (again.is(NODE, Wire.BYTES) && isZipMap(again.message())) {
                continue;
            }
            ZipMap zipped = again.is(OUTPUT, Wire.BYTES)
                    ? byOutput.get(ValueText.read(again.message()).name())
                    : null;
            out.fields(
                    zipped == null
                            ? again.whole()
                            : new WireWriter().message(OUTPUT, value(zipped)).toBytes());
        }
        return out.toBytes();
    }

    private static Map<String, ZipMap> find(Wire graph) {
        Map<String, ZipMap> byOutput = new HashMap<>();
        while (graph.next()) {
            if (graph.is(NODE, Wire.BYTES) && isZipMap(graph.message())) {
                List<String> labels = ClassLabels.ofNode(graph.message());
                byOutput.put(text(graph.message(), 2), new ZipMap(text(graph.message(), 1), labels.size()));
            }
        }
        return byOutput;
    }

    private static boolean isZipMap(Wire node) {
        return text(node, 4).equals("ZipMap");
    }

    private static String text(Wire message, int field) {
        while (message.next()) {
            if (message.is(field, Wire.BYTES)) {
                return message.text();
            }
        }
        return "";
    }

    /** A ValueInfoProto of floats [N, classes]. */
    private static WireWriter value(ZipMap zipped) {
        WireWriter rows = new WireWriter().text(2, "N");
        WireWriter classes = new WireWriter().number(1, zipped.classes);
        WireWriter shape = new WireWriter().message(1, rows).message(1, classes);
        WireWriter tensor = new WireWriter().number(1, FLOAT).message(2, shape);
        return new WireWriter().text(1, zipped.matrix).message(2, new WireWriter().message(1, tensor));
    }
}
