package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Trees in the columns of ONNX's TreeEnsemble. */
final class RootedColumns {
    private static final List<Mode> MODES =
            List.of(Mode.BRANCH_LEQ, Mode.BRANCH_LT, Mode.BRANCH_GTE, Mode.BRANCH_GT, Mode.BRANCH_EQ, Mode.BRANCH_NEQ);

    private final List<Long> roots = new ArrayList<>();
    private final ByteArrayOutputStream modes = new ByteArrayOutputStream();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Long> missing = new ArrayList<>();
    private final List<Long> whenTrue = new ArrayList<>();
    private final List<Long> whenFalse = new ArrayList<>();
    private final List<Long> trueIsLeaf = new ArrayList<>();
    private final List<Long> falseIsLeaf = new ArrayList<>();
    private final List<Float> leaves = new ArrayList<>();

    RootedColumns(List<TreeNode> trees) {
        for (TreeNode tree : trees) {
            roots.add((long) features.size());
            addBranch(tree instanceof Branch branch ? branch : new Branch(Mode.BRANCH_LEQ, 0, 0, false, tree, tree));
        }
    }

    private void addBranch(Branch branch) {
        int place = features.size();
        modes.write(MODES.indexOf(branch.mode()));
        thresholds.add(branch.threshold());
        features.add((long) branch.feature());
        missing.add(branch.missingIsTrue() ? 1L : 0L);
        for (List<Long> column : List.of(whenTrue, whenFalse, trueIsLeaf, falseIsLeaf)) {
            column.add(0L);
        }
        trueIsLeaf.set(place, branch.whenTrue() instanceof Leaf ? 1L : 0L);
        falseIsLeaf.set(place, branch.whenFalse() instanceof Leaf ? 1L : 0L);
        whenTrue.set(place, addChild(branch.whenTrue()));
        // The same leaf on both ways stands there once, as the format has a tree that is a leaf alone.
        boolean same = branch.whenTrue() instanceof Leaf && branch.whenTrue() == branch.whenFalse();
        whenFalse.set(place, same ? whenTrue.get(place) : (Long) addChild(branch.whenFalse()));
    }

    private long addChild(TreeNode child) {
        if (child instanceof Leaf leaf) {
            leaves.add(leaf.value());
            return leaves.size() - 1L;
        }
        long place = features.size();
        addBranch((Branch) child);
        return place;
    }

    List<AttributeProto.Builder> attributes() {
        return List.of(
                OnnxEnsemble.integers("tree_roots", roots),
                OnnxEnsemble.integers("nodes_featureids", features),
                OnnxEnsemble.integers("nodes_missing_value_tracks_true", missing),
                OnnxEnsemble.integers("nodes_truenodeids", whenTrue),
                OnnxEnsemble.integers("nodes_falsenodeids", whenFalse),
                OnnxEnsemble.integers("nodes_trueleafs", trueIsLeaf),
                OnnxEnsemble.integers("nodes_falseleafs", falseIsLeaf),
                OnnxEnsemble.integers(
                        "leaf_targetids", leaves.stream().map(leaf -> 0L).toList()),
                tensor(
                        "nodes_modes",
                        TensorProto.newBuilder()
                                .setDataType(DataType.UINT8.getNumber())
                                .addDims(modes.size())
                                .setRawData(ByteString.copyFrom(modes.toByteArray()))),
                tensor("nodes_splits", floats(thresholds)),
                tensor("leaf_weights", floats(leaves)));
    }

    private static TensorProto.Builder floats(List<Float> values) {
        return TensorProto.newBuilder()
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(values.size())
                .addAllFloatData(values);
    }

    private static AttributeProto.Builder tensor(String name, TensorProto.Builder tensor) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.TENSOR)
                .setT(tensor);
    }
}
