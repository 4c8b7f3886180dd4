package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.xgboost.TrainedTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes trees as ONNX files of several shapes, and shapes that are none. */
final class OnnxEnsemble {
    private final int width;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("trees");
    private final NodeProto.Builder trees =
            NodeProto.newBuilder().setDomain("ai.onnx.ml").setName("trees").addInput("vector");
    private final Map<String, String> metadata =
            new TreeMap<>(Map.of("millrace.fingerprint", TrainedTrees.FINGERPRINT));
    private int version = 3;
    private String last = "";

    private OnnxEnsemble(int width) {
        this.width = width;
    }

    static OnnxEnsemble regressor(int width, List<TreeNode> roots, Combination combination) {
        OnnxEnsemble ensemble = new OnnxEnsemble(width);
        ensemble.last = "margin";
        ensemble.trees
                .setOpType("TreeEnsembleRegressor")
                .addOutput("margin")
                .addAttribute(integer("n_targets", 1))
                .addAttribute(text("post_transform", "NONE"))
                .addAttribute(text("aggregate_function", combination.name()));
        ensemble.columns(roots, "target", List.of(0L));
        return ensemble;
    }

    /** @param classes that each leaf weighs, the negative by 1 less the leaf's value */
    static OnnxEnsemble classifier(int width, List<TreeNode> roots, String transform, List<Long> classes) {
        OnnxEnsemble ensemble = new OnnxEnsemble(width);
        ensemble.last = "probabilities";
        ensemble.trees
                .setOpType("TreeEnsembleClassifier")
                .addOutput("label")
                .addOutput("probabilities")
                .addAttribute(integers("classlabels_int64s", List.of(0L, 1L)))
                .addAttribute(text("post_transform", transform));
        ensemble.columns(roots, "class", classes);
        return ensemble;
    }

    /** As TreeEnsemble of version 5 of ai.onnx.ml has them. */
    static OnnxEnsemble rooted(int width, List<TreeNode> roots, Combination combination) {
        OnnxEnsemble ensemble = new OnnxEnsemble(width);
        ensemble.version = 5;
        ensemble.last = "margin";
        ensemble.trees
                .setOpType("TreeEnsemble")
                .addOutput("margin")
                .addAttribute(integer("n_targets", 1))
                .addAttribute(integer(
                        "aggregate_function",
                        List.of(Combination.AVERAGE, Combination.SUM, Combination.MIN, Combination.MAX)
                                .indexOf(combination)));
        new RootedColumns(roots).attributes().forEach(ensemble.trees::addAttribute);
        return ensemble;
    }

    OnnxEnsemble base(float base) {
        trees.addAttribute(AttributeProto.newBuilder()
                .setName("base_values")
                .setType(AttributeType.FLOATS)
                .addFloats(base));
        return this;
    }

    /** Changes the node of the trees. */
    OnnxEnsemble with(Consumer<NodeProto.Builder> change) {
        change.accept(trees);
        return this;
    }

    OnnxEnsemble metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    OnnxEnsemble without(String attribute) {
        for (int i = trees.getAttributeCount() - 1; i >= 0; i--) {
            if (trees.getAttribute(i).getName().equals(attribute)) {
                trees.removeAttribute(i);
            }
        }
        return this;
    }

    OnnxEnsemble then(String type) {
        String next = last + "_";
        graph.addNode(NodeProto.newBuilder().setOpType(type).addInput(last).addOutput(next));
        last = next;
        return this;
    }

    /** The second of two columns, by one of the operators that take it. */
    OnnxEnsemble positive(String type) {
        String next = last + "_";
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(type).addInput(last).addOutput(next);
        node.addInput(constant("one", 1));
        switch (type) {
            case "Gather" -> node.addAttribute(integer("axis", 1));
            case "ArrayFeatureExtractor" -> node.setDomain("ai.onnx.ml");
            case "Slice" -> node.addInput(constant("two", 2)).addInput(constant("axis", 1));
            default -> throw new IllegalArgumentException(type);
        }
        graph.addNode(node);
        last = next;
        return this;
    }

    private String constant(String name, long value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(value));
        return name;
    }

    byte[] bytes() {
        graph.addInput(floats("vector", width)).addNode(0, trees);
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(last).addOutput("score"));
        graph.addOutput(floats("score", 1));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(version))
                .setGraph(graph);
        metadata.forEach((name, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(name).setValue(value)));
        return model.build().toByteArray();
    }

    private void columns(List<TreeNode> roots, String leaf, List<Long> targets) {
        Columns columns = new Columns(leaf, targets);
        roots.forEach(columns::addTree);
        columns.all.forEach(trees::addAttribute);
    }

    /** The columns of nodes and leaves. */
    private static final class Columns {
        private final List<AttributeProto.Builder> all = new ArrayList<>();
        private final AttributeProto.Builder treeIds = column("nodes_treeids", AttributeType.INTS);
        private final AttributeProto.Builder nodeIds = column("nodes_nodeids", AttributeType.INTS);
        private final AttributeProto.Builder modes = column("nodes_modes", AttributeType.STRINGS);
        private final AttributeProto.Builder features = column("nodes_featureids", AttributeType.INTS);
        private final AttributeProto.Builder thresholds = column("nodes_values", AttributeType.FLOATS);
        private final AttributeProto.Builder whenTrue = column("nodes_truenodeids", AttributeType.INTS);
        private final AttributeProto.Builder whenFalse = column("nodes_falsenodeids", AttributeType.INTS);
        private final AttributeProto.Builder missing = column("nodes_missing_value_tracks_true", AttributeType.INTS);
        private final AttributeProto.Builder covers = column("nodes_hitrates", AttributeType.FLOATS);
        private final AttributeProto.Builder leafTrees;
        private final AttributeProto.Builder leafNodes;
        private final AttributeProto.Builder leafTargets;
        private final AttributeProto.Builder leafWeights;
        private final List<Long> targets;
        private int trees;

        Columns(String leaf, List<Long> targets) {
            this.targets = targets;
            leafTrees = column(leaf + "_treeids", AttributeType.INTS);
            leafNodes = column(leaf + "_nodeids", AttributeType.INTS);
            leafTargets = column(leaf + "_ids", AttributeType.INTS);
            leafWeights = column(leaf + "_weights", AttributeType.FLOATS);
        }

        private AttributeProto.Builder column(String name, AttributeType type) {
            AttributeProto.Builder column =
                    AttributeProto.newBuilder().setName(name).setType(type);
            all.add(column);
            return column;
        }

        void addTree(TreeNode root) {
            addNode(root, 0);
            trees++;
        }

        /** Adds a node and what is below it; returns the next free id. */
        private long addNode(TreeNode node, long id) {
            covers.addFloats(node.cover());
            treeIds.addInts(trees);
            nodeIds.addInts(id);
            if (node instanceof Leaf leaf) {
                addProperties("LEAF", 0, 0, false);
                whenTrue.addInts(0);
                whenFalse.addInts(0);
                targets.forEach(target -> addLeaf(id, leaf.value(), target));
                return id + 1;
            }
            Branch branch = (Branch) node;
            addProperties(branch.mode().name(), branch.feature(), branch.threshold(), branch.missingIsTrue());
            int place = whenTrue.getIntsCount();
            whenTrue.addInts(id + 1);
            whenFalse.addInts(0);
            long other = addNode(branch.whenTrue(), id + 1);
            whenFalse.setInts(place, other);
            return addNode(branch.whenFalse(), other);
        }

        private void addProperties(String mode, int feature, float threshold, boolean missingIsTrue) {
            modes.addStrings(ByteString.copyFromUtf8(mode));
            features.addInts(feature);
            thresholds.addFloats(threshold);
            missing.addInts(missingIsTrue ? 1 : 0);
        }

        private void addLeaf(long id, float value, long target) {
            leafTrees.addInts(trees);
            leafNodes.addInts(id);
            leafTargets.addInts(target);
            leafWeights.addFloats(targets.size() == 2 && target == 0 ? 1 - value : value);
        }
    }

    static AttributeProto.Builder integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value);
    }

    static AttributeProto.Builder text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value));
    }

    static AttributeProto.Builder integers(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(values);
    }

    private static ValueInfoProto floats(String name, int columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(columns));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
