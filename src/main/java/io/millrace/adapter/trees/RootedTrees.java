package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees in the attributes of ONNX's TreeEnsemble (version 5 of ai.onnx.ml): branches and leaves each in columns of their own, and the branch that each tree begins with.
 *
 * <p>A tree that is a leaf alone begins with a branch whose two ways lead to it. Beside other trees it scored otherwise here than in ONNX Runtime 1.28, so such ensembles are refused.
 */
final class RootedTrees {
    /** By ONNX's numbers. */
    private static final List<Mode> MODES =
            List.of(Mode.BRANCH_LEQ, Mode.BRANCH_LT, Mode.BRANCH_GTE, Mode.BRANCH_GT, Mode.BRANCH_EQ, Mode.BRANCH_NEQ);

    private final int width;
    private final List<Long> roots;
    private final List<Long> modes;
    private final List<Long> features;
    private final List<Float> thresholds;
    private final List<Long> whenTrue;
    private final List<Long> whenFalse;
    private final List<Long> trueIsLeaf;
    private final List<Long> falseIsLeaf;
    private final List<Long> missingIsTrue;
    private final List<Float> covers;
    private final List<Float> leaves;
    private final @Nullable TreeNode[] read;

    RootedTrees(Attributes attributes, int width) throws TreesRefusedException {
        this.width = width;
        roots = attributes.integers("tree_roots");
        features = attributes.integers("nodes_featureids");
        int nodes = features.size();
        modes = column("nodes_modes", attributes.byteTensor("nodes_modes"), nodes);
        thresholds = column("nodes_splits", attributes.floatTensor("nodes_splits"), nodes);
        whenTrue = column("nodes_truenodeids", attributes.integers("nodes_truenodeids"), nodes);
        whenFalse = column("nodes_falsenodeids", attributes.integers("nodes_falsenodeids"), nodes);
        trueIsLeaf = column("nodes_trueleafs", attributes.integers("nodes_trueleafs"), nodes);
        falseIsLeaf = column("nodes_falseleafs", attributes.integers("nodes_falseleafs"), nodes);
        List<Long> missing = attributes.integers("nodes_missing_value_tracks_true");
        missingIsTrue = missing.isEmpty() ? missing : column("nodes_missing_value_tracks_true", missing, nodes);
        List<Float> hitRates = attributes.floatTensor("nodes_hitrates");
        covers = hitRates.size() == nodes ? hitRates : List.of();
        leaves = attributes.floatTensor("leaf_weights");
        if (attributes.integers("leaf_targetids").stream().anyMatch(target -> target != 0)) {
            throw new TreesRefusedException("its leaves weigh other targets than the only one");
        }
        read = new TreeNode[nodes];
    }

    private static <T> List<T> column(String name, List<T> column, int size) throws TreesRefusedException {
        if (column.size() != size) {
            throw new TreesRefusedException(name + " has " + column.size() + " values for " + size
                    + " nodes; known is one for each, as floats");
        }
        return column;
    }

    /** The trees in their order. */
    List<TreeNode> trees() throws TreesRefusedException {
        List<TreeNode> trees = new ArrayList<>();
        for (long root : roots) {
            trees.add(node(root, 0));
        }
        if (trees.isEmpty()) {
            throw new TreesRefusedException("it has no trees");
        }
        return trees;
    }

    private TreeNode node(long id, int depth) throws TreesRefusedException {
        if (id < 0 || id >= read.length) {
            throw new TreesRefusedException("there is no node " + id);
        }
        if (depth > TreeColumns.DEEPEST) {
            throw new TreesRefusedException("a tree is deeper than " + TreeColumns.DEEPEST);
        }
        int place = (int) id;
        TreeNode known = read[place];
        if (known == null) {
            known = branch(place, depth);
            read[place] = known;
        }
        return known;
    }

    private boolean isLeafAlone(int place) {
        return trueIsLeaf.get(place) == 1
                && falseIsLeaf.get(place) == 1
                && whenTrue.get(place).equals(whenFalse.get(place));
    }

    private Branch branch(int place, int depth) throws TreesRefusedException {
        if (isLeafAlone(place)) {
            throw new TreesRefusedException(
                    "the two ways of node " + place + " lead to one leaf, which ONNX Runtime may read otherwise");
        }
        long feature = features.get(place);
        float threshold = thresholds.get(place);
        if (feature < 0 || feature >= width || Float.isNaN(threshold)) {
            throw new TreesRefusedException("node " + place + " compares feature " + feature + " with " + threshold
                    + "; known are features up to " + (width - 1) + " and numbers");
        }
        return new Branch(
                mode(place),
                (int) feature,
                threshold,
                !missingIsTrue.isEmpty() && missingIsTrue.get(place) == 1,
                child(whenTrue.get(place), trueIsLeaf.get(place) == 1, depth),
                child(whenFalse.get(place), falseIsLeaf.get(place) == 1, depth),
                covers.isEmpty() ? TreeNode.UNKNOWN : covers.get(place));
    }

    private Mode mode(int place) throws TreesRefusedException {
        long mode = modes.get(place);
        if (mode < 0 || mode >= MODES.size()) {
            throw new TreesRefusedException(
                    "the mode of node " + place + " is " + mode + "; known are 0 to 5, which compare with one number");
        }
        return MODES.get((int) mode);
    }

    private TreeNode child(long id, boolean isLeaf, int depth) throws TreesRefusedException {
        return isLeaf ? leaf(id) : node(id, depth + 1);
    }

    /** The format tells how many rows came to branches, not to leaves. */
    private Leaf leaf(long id) throws TreesRefusedException {
        if (id < 0 || id >= leaves.size() || !Float.isFinite(leaves.get((int) id))) {
            throw new TreesRefusedException("leaf " + id + " of " + leaves.size() + " has no finite weight");
        }
        return new Leaf(leaves.get((int) id));
    }
}
