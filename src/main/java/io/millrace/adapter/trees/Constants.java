package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The single whole numbers that a graph holds, by name, and what they make of the nodes that read them. */
final class Constants {
    private final Map<String, Long> numbers = new HashMap<>();

    Constants(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> number(tensor).ifPresent(n -> numbers.put(tensor.getName(), n)));
        graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Constant"))
                .forEach(node -> new Attributes(node)
                        .tensor("value")
                        .map(Constants::number)
                        .orElse(OptionalLong.empty())
                        .ifPresent(n -> numbers.put(node.getOutput(0), n)));
    }

    private static OptionalLong number(TensorProto tensor) {
        if (tensor.getDimsList().stream().anyMatch(size -> size != 1)) {
            return OptionalLong.empty();
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.getDataType() == DataType.INT64.getNumber()) {
            return OptionalLong.of(tensor.getInt64DataCount() > 0 ? tensor.getInt64Data(0) : raw.getLong(0));
        }
        if (tensor.getDataType() == DataType.INT32.getNumber()) {
            return OptionalLong.of(tensor.getInt32DataCount() > 0 ? tensor.getInt32Data(0) : raw.getInt(0));
        }
        return OptionalLong.empty();
    }

    /** Whether a node takes the second of a classifier's two columns. */
    boolean isPositiveClass(NodeProto node) {
        return switch (node.getOpType()) {
            case "Gather" -> new Attributes(node).integer("axis", 0) == 1 && is(node, 1, 1);
            case "ArrayFeatureExtractor" -> is(node, 1, 1);
            case "Slice" ->
                is(node, 1, 1)
                        && number(node, 2).filter(end -> end > 1).isPresent()
                        && is(node, 3, 1)
                        && (node.getInputCount() < 5 || is(node, 4, 1));
            default -> false;
        };
    }

    private boolean is(NodeProto node, int input, long number) {
        return number(node, input).filter(found -> found == number).isPresent();
    }

    private Optional<Long> number(NodeProto node, int input) {
        return node.getInputCount() > input ? Optional.ofNullable(numbers.get(node.getInput(input))) : Optional.empty();
    }
}
