package io.millrace.adapter.xgboost;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.millrace.adapter.xgboost.TreeEnsemble.Leaf;
import io.millrace.adapter.xgboost.TreeEnsemble.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes trees as an ONNX model: input {@code vector} [N, width], outputs {@code margin} and {@code score}, its logistic, both
 * [N, 1], all floats.
 *
 * <p>Floats don't add up to the same bits in another order. XGBoost starts at the base margin and adds tree by tree; ONNX
 * Runtime starts at zero, adds tree by tree, and only then its {@code base_values}. So the base margin is written as a
 * first tree of one leaf. The sums are then equal but for the sign of a zero: a margin of -0 becomes 0.
 *
 * <p>The cover of each node is its {@code nodes_hitrates}, which no score depends on: from it, what each input adds to a margin can be told.
 */
final class OnnxTrees {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int ML_OPSET = 3;
    private static final String VECTOR = "vector";
    private static final String MARGIN = "margin";
    private static final String SCORE = "score";

    private OnnxTrees() {}

    /** The bytes of the model; the same trees and metadata give the same bytes. */
    static byte[] write(TreeEnsemble ensemble, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("millrace")
                .addOpsetImport(opset("", OPSET))
                .addOpsetImport(opset("ai.onnx.ml", ML_OPSET))
                .setGraph(graph(ensemble));
        new TreeMap<>(metadata)
                .forEach((name, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(name).setValue(value)));
        return model.build().toByteArray();
    }

    private static OperatorSetIdProto opset(String domain, int version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private static GraphProto graph(TreeEnsemble ensemble) {
        return GraphProto.newBuilder()
                .setName("trees")
                .addInput(floats(VECTOR, ensemble.width()))
                .addNode(trees(ensemble))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Sigmoid")
                        .setName("logistic")
                        .addInput(MARGIN)
                        .addOutput(SCORE))
                .addOutput(floats(SCORE, 1))
                .addOutput(floats(MARGIN, 1))
                .build();
    }

    private static ValueInfoProto floats(String name, int columns) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(columns))
                .build();
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static NodeProto trees(TreeEnsemble ensemble) {
        TreeColumns columns = new TreeColumns();
        columns.add(new Tree(List.of(new Leaf(ensemble.base(), 1))));
        ensemble.trees().forEach(columns::add);
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType("TreeEnsembleRegressor")
                .setDomain("ai.onnx.ml")
                .setName("trees")
                .addInput(VECTOR)
                .addOutput(MARGIN)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("n_targets")
                        .setType(AttributeType.INT)
                        .setI(1))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("post_transform")
                        .setType(AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("NONE")));
        columns.attributes().forEach(node::addAttribute);
        return node.build();
    }
}
