package io.millrace.adapter.xgboost;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import io.millrace.adapter.xgboost.TreeEnsemble.Leaf;
import io.millrace.adapter.xgboost.TreeEnsemble.Node;
import io.millrace.adapter.xgboost.TreeEnsemble.Split;
import io.millrace.adapter.xgboost.TreeEnsemble.Tree;
import java.util.List;

/** The attributes of ONNX's TreeEnsembleRegressor: a column for each property of nodes and of leaves, over all trees. */
final class TreeColumns {
    private final AttributeProto.Builder treeIds = ints("nodes_treeids");
    private final AttributeProto.Builder nodeIds = ints("nodes_nodeids");
    private final AttributeProto.Builder modes = column("nodes_modes", AttributeType.STRINGS);
    private final AttributeProto.Builder features = ints("nodes_featureids");
    private final AttributeProto.Builder thresholds = column("nodes_values", AttributeType.FLOATS);
    private final AttributeProto.Builder whenTrue = ints("nodes_truenodeids");
    private final AttributeProto.Builder whenFalse = ints("nodes_falsenodeids");
    private final AttributeProto.Builder missingIsTrue = ints("nodes_missing_value_tracks_true");
    private final AttributeProto.Builder covers = column("nodes_hitrates", AttributeType.FLOATS);
    private final AttributeProto.Builder leafTreeIds = ints("target_treeids");
    private final AttributeProto.Builder leafNodeIds = ints("target_nodeids");
    private final AttributeProto.Builder leafTargets = ints("target_ids");
    private final AttributeProto.Builder leafValues = column("target_weights", AttributeType.FLOATS);
    private int trees;

    void add(Tree tree) {
        for (int id = 0; id < tree.nodes().size(); id++) {
            treeIds.addInts(trees);
            nodeIds.addInts(id);
            add(id, tree.nodes().get(id));
        }
        trees++;
    }

    private void add(int id, Node node) {
        covers.addFloats(node.cover());
        if (node instanceof Split split) {
            addNode("BRANCH_LT", split.feature(), split.threshold(), split.left(), split.right(), split.missingLeft());
        } else if (node instanceof Leaf leaf) {
            addNode("LEAF", 0, 0, 0, 0, false);
            leafTreeIds.addInts(trees);
            leafNodeIds.addInts(id);
            leafTargets.addInts(0);
            leafValues.addFloats(leaf.value());
        }
    }

    private void addNode(String mode, int feature, float threshold, int left, int right, boolean missingLeft) {
        modes.addStrings(ByteString.copyFromUtf8(mode));
        features.addInts(feature);
        thresholds.addFloats(threshold);
        whenTrue.addInts(left);
        whenFalse.addInts(right);
        missingIsTrue.addInts(missingLeft ? 1 : 0);
    }

    List<AttributeProto.Builder> attributes() {
        return List.of(
                treeIds,
                nodeIds,
                modes,
                features,
                thresholds,
                whenTrue,
                whenFalse,
                missingIsTrue,
                covers,
                leafTreeIds,
                leafNodeIds,
                leafTargets,
                leafValues);
    }

    private static AttributeProto.Builder ints(String name) {
        return column(name, AttributeType.INTS);
    }

    private static AttributeProto.Builder column(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
