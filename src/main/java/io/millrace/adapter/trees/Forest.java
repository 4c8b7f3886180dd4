package io.millrace.adapter.trees;

import java.util.Arrays;

/**
 * The trees of a model in one array of longs.
 *
 * <p>A node is a threshold (the upper 32 bits), the slot that is compared with it (12 bits) and how far its children are
 * (20 bits); the two lie side by side, and the result of the comparison, 0 or 1, chooses one without a jump. A leaf's upper half is
 * its value; its children are 0 away and its slot is above all, so that a walk that has come to a leaf stays there. Eight trees
 * are walked at a time, for as many steps as the deepest of them needs: the loads of one hide the latency of the others'.
 * Their leaves are combined in the order of the trees, which keeps the bits.
 */
final class Forest {
    private static final int LANES = ForestLayout.LANES;
    private static final int OFFSET_BITS = ForestLayout.OFFSET_BITS;
    private static final int OFFSET_MASK = ForestLayout.OFFSET_MASK;

    private final Slots slots;
    private final Combination combination;
    private final float base;
    private final int trees;
    private final long[] nodes;
    private final int[] roots;
    private final int[] steps;
    private final int[] blocks;

    private Forest(TreeModel model, ForestLayout layout) {
        this.slots = layout.slots();
        this.combination = model.combination();
        this.base = model.base();
        this.trees = model.trees().size();
        this.nodes = layout.nodes();
        this.roots = layout.roots();
        this.steps = layout.steps();
        this.blocks = layout.blocks();
    }

    /** @throws TreesRefusedException when the trees are larger than the layout allows */
    static Forest of(TreeModel model) throws TreesRefusedException {
        ForestLayout layout = new ForestLayout();
        for (TreeNode tree : model.trees()) {
            layout.add(tree);
        }
        layout.fillUp(model.combination().neutral());
        return new Forest(model, layout);
    }

    Slots slots() {
        return slots;
    }

    /**
     * Computes margins.
     *
     * @param values slots of {@code rows} vectors
     * @param margins takes one for each
     */
    void margins(long[] values, int rows, float[] margins) {
        int count = slots.count();
        Arrays.fill(margins, 0, rows, combination.start());
        for (int block = 0; block + 1 < blocks.length; block++) {
            for (int row = 0; row < rows; row++) {
                margins[row] = walk(blocks[block], blocks[block + 1], values, row * count, margins[row]);
            }
        }
        for (int row = 0; row < rows; row++) {
            margins[row] = combination.finish(margins[row], trees) + base;
        }
    }

    /** Combines the leaves of the groups of trees from {@code group} to before {@code end} with {@code number}. */
    private float walk(int group, int end, long[] values, int vector, float number) {
        long[] nodes = this.nodes;
        float result = number;
        for (int g = group; g < end; g++) {
            int tree = g * LANES;
            int a = roots[tree];
            int b = roots[tree + 1];
            int c = roots[tree + 2];
            int d = roots[tree + 3];
            int e = roots[tree + 4];
            int f = roots[tree + 5];
            int h = roots[tree + 6];
            int i = roots[tree + 7];
            for (int step = steps[g]; step > 0; step--) {
                a += step(nodes[a], values, vector);
                b += step(nodes[b], values, vector);
                c += step(nodes[c], values, vector);
                d += step(nodes[d], values, vector);
                e += step(nodes[e], values, vector);
                f += step(nodes[f], values, vector);
                h += step(nodes[h], values, vector);
                i += step(nodes[i], values, vector);
            }
            if (combination == Combination.SUM) {
                result = result
                        + leaf(nodes[a])
                        + leaf(nodes[b])
                        + leaf(nodes[c])
                        + leaf(nodes[d])
                        + leaf(nodes[e])
                        + leaf(nodes[f])
                        + leaf(nodes[h])
                        + leaf(nodes[i]);
            } else {
                result = combine(result, nodes[a], nodes[b], nodes[c], nodes[d]);
                result = combine(result, nodes[e], nodes[f], nodes[h], nodes[i]);
            }
        }
        return result;
    }

    /** How far the next node is. */
    private static int step(long node, long[] values, int vector) {
        long difference = values[vector + ((int) node >>> OFFSET_BITS)] - (node >> 32);
        return ((int) node & OFFSET_MASK) + (int) (difference >>> 63);
    }

    private static float leaf(long node) {
        return Float.intBitsToFloat((int) (node >> 32));
    }

    private float combine(float number, long a, long b, long c, long d) {
        float result = combination.combine(number, leaf(a));
        result = combination.combine(result, leaf(b));
        result = combination.combine(result, leaf(c));
        return combination.combine(result, leaf(d));
    }
}
