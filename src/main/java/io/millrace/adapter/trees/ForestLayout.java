package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays trees out, each level by level. */
final class ForestLayout {
    /** How many trees are walked at a time. */
    static final int LANES = 8;

    static final int SLOT_BITS = 12;
    static final int OFFSET_BITS = 20;
    static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

    private static final int MOST_NODES = 1 << 25;

    // Trees whose nodes fit into the first cache together are walked for all vectors of a batch before the next ones.
    private static final int NODES_OF_BLOCK = 3_000;

    private final Slots.Builder slots = new Slots.Builder();
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();
    private final List<Integer> blocks = new ArrayList<>(List.of(0));
    private long[] nodes = new long[1024];
    private int size;
    private int blockStart;

    void add(TreeNode tree) throws TreesRefusedException {
        if (roots.size() % LANES == 0) {
            startGroup();
        }
        int root = reserve(1);
        roots.add(root);
        List<TreeNode> level = List.of(tree);
        int first = root;
        int depth = 0;
        while (true) {
            int below = size;
            List<TreeNode> children = layOut(level, first);
            if (children.isEmpty()) {
                break;
            }
            level = children;
            first = below;
            depth++;
        }
        steps.set(steps.size() - 1, Math.max(steps.get(steps.size() - 1), depth));
    }

    private void startGroup() {
        if (size - blockStart > NODES_OF_BLOCK) {
            blocks.add(steps.size());
            blockStart = size;
        }
        steps.add(0);
    }

    /** Writes the nodes of a level to {@code first} and on, reserves the places of their children and returns these. */
    private List<TreeNode> layOut(List<TreeNode> level, int first) throws TreesRefusedException {
        List<TreeNode> children = new ArrayList<>();
        int place = first;
        for (TreeNode node : level) {
            if (node instanceof Branch branch) {
                boolean belowIsTrue = Slots.Builder.belowIsTrue(branch);
                children.add(belowIsTrue ? branch.whenFalse() : branch.whenTrue());
                children.add(belowIsTrue ? branch.whenTrue() : branch.whenFalse());
                int child = reserve(2);
                nodes[place] = pack(branch, child - place);
            } else if (node instanceof Leaf leaf) {
                nodes[place] = pack(leaf.value());
            }
            place++;
        }
        return children;
    }

    private int reserve(int more) throws TreesRefusedException {
        if (size + more > MOST_NODES) {
            throw new TreesRefusedException("it has more than " + MOST_NODES + " nodes");
        }
        if (size + more > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        size += more;
        return size - more;
    }

    private long pack(Branch branch, int offset) throws TreesRefusedException {
        int slot = slots.slot(branch);
        if (slot >= 1 << SLOT_BITS) {
            throw new TreesRefusedException("its branches read more than " + ((1 << SLOT_BITS) - 1)
                    + " different combinations of a feature, a way for missing values and a value to equal");
        }
        if (offset > OFFSET_MASK) {
            throw new TreesRefusedException("a tree has a level of more than " + OFFSET_MASK + " nodes");
        }
        return (long) Slots.Builder.threshold(branch) << 32 | (long) slot << OFFSET_BITS | offset;
    }

    private static long pack(float leaf) {
        return (long) Float.floatToRawIntBits(leaf) << 32 | (long) Slots.LEAF << OFFSET_BITS;
    }

    /** Makes the last group whole. */
    void fillUp(float neutral) throws TreesRefusedException {
        while (roots.size() % LANES != 0) {
            add(new Leaf(0));
            nodes[size - 1] = pack(neutral);
        }
        blocks.add(steps.size());
    }

    Slots slots() {
        return slots.build();
    }

    long[] nodes() {
        return Arrays.copyOf(nodes, size);
    }

    /** The place of each tree's root; as many as whole groups have. */
    int[] roots() {
        return toArray(roots);
    }

    /** How many steps the deepest tree of each group needs. */
    int[] steps() {
        return toArray(steps);
    }

    /** The first group of each block, and the number of groups. */
    int[] blocks() {
        return toArray(blocks);
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
