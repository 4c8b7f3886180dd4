package io.millrace.adapter.onnx;

import io.millrace.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX file says of itself, read without ONNX Runtime: from it every reason can be told why a model can't be used, not only the first
 * that ONNX Runtime meets. Numbers of fields are those of {@code onnx.proto}.
 */
final class OnnxFile {
    private static final int GRAPH = 7;
    private static final int OPSET = 8;
    private static final int METADATA = 14;
    private static final int FUNCTION = 25;

    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> functionDomains = new HashSet<>();
    private final Set<String> initializers = new HashSet<>();
    private final List<OnnxValue> inputs = new ArrayList<>();
    private final List<OnnxValue> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> external = new TreeSet<>();
    private long weights;

    /** An operator by its name and where that comes from; the domain of ONNX itself is empty. */
    record Node(String domain, String operator) {}

    private OnnxFile() {}

    /** @throws IllegalArgumentException when the bytes are no ONNX file */
    static OnnxFile read(byte[] bytes) {
        OnnxFile file = new OnnxFile();
        boolean graph = false;
        for (Wire model = new Wire(bytes); model.next(); ) {
            if (model.is(GRAPH, Wire.BYTES)) {
                file.graph(model.message(), true);
                graph = true;
            } else if (model.is(OPSET, Wire.BYTES)) {
                file.opset(model.message());
            } else if (model.is(METADATA, Wire.BYTES)) {
                file.entry(model.message());
            } else if (model.is(FUNCTION, Wire.BYTES)) {
                file.function(model.message());
            }
        }
        if (!graph) {
            throw new IllegalArgumentException("it holds no graph");
        }
        file.inputs.removeIf(input -> file.initializers.contains(input.name()));
        return file;
    }

    /** The versions of the operator sets by domain; that of ONNX itself has the empty domain. */
    Map<String, Long> opsets() {
        return opsets;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    List<OnnxValue> inputs() {
        return inputs;
    }

    /** As the file declares them. */
    List<OnnxValue> outputs() {
        return outputs;
    }

    /** The operators of the graph and of the graphs in it, but those that the file defines itself. */
    List<Node> operators() {
        return nodes.stream()
                .filter(node -> !functionDomains.contains(node.domain()))
                .toList();
    }

    /** Names of the weights that lie in other files. */
    Set<String> external() {
        return external;
    }

    /** How many bytes of the file are weights. */
    long weights() {
        return weights;
    }

    private void opset(Wire opset) {
        String domain = "";
        long version = 0;
        while (opset.next()) {
            if (opset.is(1, Wire.BYTES)) {
                domain = opset.text();
            } else if (opset.is(2, Wire.VARINT)) {
                version = opset.number();
            }
        }
        opsets.merge(domain.equals("ai.onnx") ? "" : domain, version, Math::max);
    }

    private void entry(Wire entry) {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.is(1, Wire.BYTES)) {
                key = entry.text();
            } else if (entry.is(2, Wire.BYTES)) {
                value = entry.text();
            }
        }
        metadata.put(key, value);
    }

    private void function(Wire function) {
        while (function.next()) {
            if (function.is(7, Wire.BYTES)) {
                node(function.message());
            } else if (function.is(10, Wire.BYTES)) {
                functionDomains.add(function.text());
            }
        }
    }

    private void graph(Wire graph, boolean outermost) {
        while (graph.next()) {
            if (graph.is(1, Wire.BYTES)) {
                node(graph.message());
            } else if (graph.is(5, Wire.BYTES)) {
                initializer(graph.message());
            } else if (outermost && graph.is(11, Wire.BYTES)) {
                inputs.add(ValueText.read(graph.message()));
            } else if (outermost && graph.is(12, Wire.BYTES)) {
                outputs.add(ValueText.read(graph.message()));
            }
        }
    }

    private void initializer(Wire tensor) {
        String name = "";
        boolean elsewhere = false;
        weights += tensor.length();
        while (tensor.next()) {
            if (tensor.is(8, Wire.BYTES)) {
                name = tensor.text();
            } else if (tensor.is(14, Wire.VARINT)) {
                elsewhere = tensor.number() == 1;
            }
        }
        initializers.add(name);
        if (elsewhere) {
            external.add(name);
        }
    }

    private void node(Wire node) {
        String operator = "";
        String domain = "";
        while (node.next()) {
            if (node.is(4, Wire.BYTES)) {
                operator = node.text();
            } else if (node.is(7, Wire.BYTES)) {
                domain = node.text();
            } else if (node.is(5, Wire.BYTES)) {
                attribute(node.message());
            }
        }
        nodes.add(new Node(domain, operator));
    }

    private void attribute(Wire attribute) {
        while (attribute.next()) {
            if (attribute.is(5, Wire.BYTES)) {
                initializer(attribute.message());
            } else if (attribute.is(6, Wire.BYTES) || attribute.is(11, Wire.BYTES)) {
                graph(attribute.message(), false);
            }
        }
    }
}
