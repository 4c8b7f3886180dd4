package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trees in the attributes of ONNX's tree operators: a column for each property of nodes and of leaves, over all trees.
 * A tree begins where the id of the tree changes; its first node is the root.
 */
final class TreeColumns {
    // Deeper than any training grows, and no danger to the stack.
    static final int DEEPEST = 512;

    private final List<Long> treeIds;
    private final List<Long> nodeIds;
    private final List<String> modes;
    private final List<Long> features;
    private final List<Float> thresholds;
    private final List<Long> whenTrue;
    private final List<Long> whenFalse;
    private final List<Long> missingIsTrue;
    private final List<Float> covers;
    private final Map<Id, Integer> places = new HashMap<>();
    private final Map<Id, Float> leaves = new HashMap<>();
    private final @Nullable TreeNode[] read;

    private record Id(long tree, long node) {}

    /**
     * Reads the columns.
     *
     * @param leaf what the names of the leaves' columns begin with: target or class
     * @param target whose weights are read
     */
    TreeColumns(Attributes attributes, String leaf, int target) throws TreesRefusedException {
        treeIds = attributes.integers("nodes_treeids");
        int nodes = treeIds.size();
        nodeIds = column("nodes_nodeids", attributes.integers("nodes_nodeids"), nodes);
        modes = column("nodes_modes", attributes.texts("nodes_modes"), nodes);
        features = column("nodes_featureids", attributes.integers("nodes_featureids"), nodes);
        thresholds = column("nodes_values", attributes.floats("nodes_values"), nodes);
        whenTrue = column("nodes_truenodeids", attributes.integers("nodes_truenodeids"), nodes);
        whenFalse = column("nodes_falsenodeids", attributes.integers("nodes_falsenodeids"), nodes);
        List<Long> missing = attributes.integers("nodes_missing_value_tracks_true");
        missingIsTrue = missing.isEmpty() ? missing : column("nodes_missing_value_tracks_true", missing, nodes);
        List<Float> hitRates = attributes.floats("nodes_hitrates");
        covers = hitRates.size() == nodes ? hitRates : List.of();
        read = new TreeNode[nodes];
        for (int place = 0; place < nodes; place++) {
            places.put(new Id(treeIds.get(place), nodeIds.get(place)), place);
        }
        readLeaves(attributes, leaf, target);
    }

    private static <T> List<T> column(String name, List<T> column, int size) throws TreesRefusedException {
        if (column.size() != size) {
            throw new TreesRefusedException(name + " has " + column.size() + " values for " + size
                    + " nodes; known is one for each, as floats");
        }
        return column;
    }

    private void readLeaves(Attributes attributes, String leaf, int target) throws TreesRefusedException {
        List<Long> targets = attributes.integers(leaf + "_ids");
        int size = targets.size();
        List<Long> trees = column(leaf + "_treeids", attributes.integers(leaf + "_treeids"), size);
        List<Long> nodes = column(leaf + "_nodeids", attributes.integers(leaf + "_nodeids"), size);
        List<Float> weights = column(leaf + "_weights", attributes.floats(leaf + "_weights"), size);
        for (int i = 0; i < size; i++) {
            Id id = new Id(trees.get(i), nodes.get(i));
            if (targets.get(i) == target && leaves.put(id, weights.get(i)) != null) {
                throw new TreesRefusedException("node " + id.node + " of tree " + id.tree + " has two weights");
            }
        }
    }

    /** The trees in their order. */
    List<TreeNode> trees(int width) throws TreesRefusedException {
        List<TreeNode> trees = new ArrayList<>();
        for (int place = 0; place < treeIds.size(); place++) {
            if (place == 0 || !treeIds.get(place).equals(treeIds.get(place - 1))) {
                trees.add(node(place, width, 0));
            }
        }
        if (trees.isEmpty()) {
            throw new TreesRefusedException("it has no trees");
        }
        return trees;
    }

    private TreeNode node(int place, int width, int depth) throws TreesRefusedException {
        if (depth > DEEPEST) {
            throw new TreesRefusedException("tree " + treeIds.get(place) + " is deeper than " + DEEPEST);
        }
        TreeNode known = read[place];
        if (known != null) {
            return known;
        }
        TreeNode node = modes.get(place).equals("LEAF") ? leaf(place) : branch(place, width, depth);
        read[place] = node;
        return node;
    }

    private Leaf leaf(int place) throws TreesRefusedException {
        Float value = leaves.get(new Id(treeIds.get(place), nodeIds.get(place)));
        if (value == null || !Float.isFinite(value)) {
            throw new TreesRefusedException(
                    "the weight of " + describe(place) + " is " + value + "; known are finite ones");
        }
        return new Leaf(value, cover(place));
    }

    private Branch branch(int place, int width, int depth) throws TreesRefusedException {
        long feature = features.get(place);
        float threshold = thresholds.get(place);
        if (feature < 0 || feature >= width || Float.isNaN(threshold)) {
            throw new TreesRefusedException(describe(place) + " compares feature " + feature + " with " + threshold
                    + "; known are features up to " + (width - 1) + " and numbers");
        }
        return new Branch(
                mode(place),
                (int) feature,
                threshold,
                !missingIsTrue.isEmpty() && missingIsTrue.get(place) == 1,
                child(place, whenTrue.get(place), width, depth),
                child(place, whenFalse.get(place), width, depth),
                cover(place));
    }

    private float cover(int place) {
        return covers.isEmpty() ? TreeNode.UNKNOWN : covers.get(place);
    }

    private TreeNode child(int place, long node, int width, int depth) throws TreesRefusedException {
        Integer child = places.get(new Id(treeIds.get(place), node));
        if (child == null) {
            throw new TreesRefusedException(describe(place) + " leads to a node " + node + ", which is not there");
        }
        return node(child, width, depth + 1);
    }

    private Mode mode(int place) throws TreesRefusedException {
        for (Mode mode : Mode.values()) {
            if (mode.name().equals(modes.get(place))) {
                return mode;
            }
        }
        throw new TreesRefusedException("the mode of " + describe(place) + " is " + modes.get(place));
    }

    private String describe(int place) {
        return "node " + nodeIds.get(place) + " of tree " + treeIds.get(place);
    }
}
