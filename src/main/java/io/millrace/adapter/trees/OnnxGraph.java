package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an ONNX file whose output {@code score} is computed by trees and little else: from the output back to the input there
 * may be steps that change the shape alone, one Sigmoid, one step that takes the positive class of a classifier, and the trees.
 */
final class OnnxGraph {
    private static final String SCORE = "score";
    private static final String ML = "ai.onnx.ml";
    /** What begins the metadata that names the features of an input. */
    private static final String TAKEN = "millrace.input.";

    private static final Set<String> RESHAPING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    private final GraphProto graph;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Constants constants;
    private Link link = Link.IDENTITY;
    private boolean positiveClass;

    private OnnxGraph(GraphProto graph) {
        this.graph = graph;
        this.constants = new Constants(graph);
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> producers.put(output, node)));
    }

    /** @throws TreesRefusedException with the reason, when the file holds anything else */
    static TreeModel read(byte[] artefact) throws TreesRefusedException {
        ModelProto model = parse(artefact);
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            if (opset.getDomain().equals(ML) && opset.getVersion() > 5) {
                throw new TreesRefusedException("it is of version " + opset.getVersion()
                        + " of ai.onnx.ml, and versions 1 to 5 are known; export it for version 3");
            }
        }
        return new OnnxGraph(model.getGraph()).read();
    }

    /** The features that the only input takes, where the metadata names them. */
    static Optional<List<String>> named(byte[] artefact) throws TreesRefusedException {
        ModelProto model = parse(artefact);
        String key = TAKEN + model.getGraph().getInput(0).getName();
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(entry -> Arrays.stream(entry.getValue().split(",", -1))
                        .map(String::strip)
                        .toList())
                .findFirst();
    }

    private static ModelProto parse(byte[] artefact) throws TreesRefusedException {
        try {
            return ModelProto.parseFrom(artefact);
        } catch (InvalidProtocolBufferException e) {
            throw new TreesRefusedException("it can't be parsed: " + e.getMessage());
        }
    }

    private TreeModel read() throws TreesRefusedException {
        String value = SCORE;
        while (true) {
            NodeProto node = producers.get(value);
            if (node == null) {
                throw new TreesRefusedException("nothing computes \"" + value + "\"");
            }
            if (node.getOpType().startsWith("TreeEnsemble") && node.getDomain().equals(ML)) {
                return trees(node, value);
            }
            pass(node);
            value = node.getInput(0);
        }
    }

    /** Takes account of a node between the trees and the score. */
    private void pass(NodeProto node) throws TreesRefusedException {
        String type = node.getOpType();
        if (type.equals("Sigmoid") && link == Link.IDENTITY) {
            link = Link.SIGMOID;
        } else if (constants.isPositiveClass(node) && !positiveClass) {
            positiveClass = true;
        } else if (!RESHAPING.contains(type) && !isCastToFloat(node)) {
            throw new TreesRefusedException(
                    "\"" + node.getOutput(0) + "\" is computed by " + describe(node)
                            + "; known are trees, then the choice of the positive class, Sigmoid and changes of the shape, each once");
        }
    }

    private static boolean isCastToFloat(NodeProto node) {
        return node.getOpType().equals("Cast")
                && new Attributes(node).integer("to", 0) == TensorProto.DataType.FLOAT.getNumber();
    }

    private TreeModel trees(NodeProto node, String value) throws TreesRefusedException {
        int width = width(node);
        EnsembleReader ensemble = new EnsembleReader(node);
        if (node.getOpType().equals("TreeEnsembleRegressor")) {
            if (positiveClass) {
                throw new TreesRefusedException("it takes a column of the scores of " + describe(node)
                        + "; a regressor of one target is known");
            }
            return ensemble.regressor(width, link);
        }
        if (node.getOpType().equals("TreeEnsembleClassifier")) {
            if (!positiveClass || !node.getOutput(1).equals(value)) {
                throw new TreesRefusedException(
                        "the score is not the second column of the scores of " + describe(node));
            }
            return ensemble.classifier(width, link);
        }
        if (node.getOpType().equals("TreeEnsemble") && !positiveClass) {
            return ensemble.ensemble(width, link);
        }
        throw new TreesRefusedException("the trees are " + describe(node)
                + "; known are TreeEnsembleRegressor, TreeEnsembleClassifier, and TreeEnsemble of one target");
    }

    /** The number of inputs of the graph, when the trees read them as they are. */
    private int width(NodeProto trees) throws TreesRefusedException {
        String value = trees.getInput(0);
        for (NodeProto node = producers.get(value); node != null; node = producers.get(value)) {
            if (!node.getOpType().equals("Identity") && !isCastToFloat(node)) {
                throw new TreesRefusedException("the inputs go through " + describe(node) + " before the trees");
            }
            value = node.getInput(0);
        }
        TypeProto.Tensor input = graph.getInput(0).getType().getTensorType();
        if (!graph.getInput(0).getName().equals(value)
                || input.getElemType() != TensorProto.DataType.FLOAT.getNumber()
                || input.getShape().getDimCount() != 2
                || input.getShape().getDim(1).getDimValue() < 1) {
            throw new TreesRefusedException(
                    "the trees read \"" + value + "\"; expected the only input, float[N, width]");
        }
        return Math.toIntExact(input.getShape().getDim(1).getDimValue());
    }

    private static String describe(NodeProto node) {
        return node.getOpType() + (node.getName().isEmpty() ? "" : " \"" + node.getName() + "\"");
    }
}
