package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Vectors that are awkward for a model: values on its thresholds and next to them, between them and beyond, zeros of both signs,
 * infinities, missing values. The same for the same model.
 */
final class ProbeRows {
    private static final long SEED = 0x7265657274L;
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private final Random random = new Random(SEED);
    private final List<float[]> thresholds;

    private ProbeRows(TreeModel model) {
        List<Set<Float>> found = new ArrayList<>();
        for (int feature = 0; feature < model.width(); feature++) {
            found.add(new TreeSet<>());
        }
        Set<TreeNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        model.trees().forEach(tree -> collect(tree, visited, found));
        thresholds = found.stream().map(ProbeRows::array).toList();
    }

    private static void collect(TreeNode node, Set<TreeNode> visited, List<Set<Float>> found) {
        if (node instanceof Branch branch && visited.add(branch)) {
            found.get(branch.feature()).add(branch.threshold());
            collect(branch.whenTrue(), visited, found);
            collect(branch.whenFalse(), visited, found);
        }
    }

    private static float[] array(Set<Float> values) {
        float[] array = new float[values.size()];
        int next = 0;
        for (float value : values) {
            array[next++] = value;
        }
        return array;
    }

    /** Some rows for a model, one after the other. */
    static float[] of(TreeModel model, int rows) {
        ProbeRows probe = new ProbeRows(model);
        float[] values = new float[Math.multiplyExact(rows, model.width())];
        for (int row = 0; row < rows; row++) {
            // From rows of plain values to rows of special ones.
            int special = row % 4 * 10;
            for (int feature = 0; feature < model.width(); feature++) {
                values[row * model.width() + feature] = probe.value(probe.thresholds.get(feature), special);
            }
        }
        return values;
    }

    private float value(float[] known, int specialPercent) {
        if (known.length == 0 || random.nextInt(100) < specialPercent) {
            return SPECIAL[random.nextInt(SPECIAL.length)];
        }
        int place = random.nextInt(known.length);
        float threshold = known[place];
        return switch (random.nextInt(4)) {
            case 0 -> Math.nextUp(threshold);
            case 1 -> Math.nextDown(threshold);
            case 2 -> threshold;
            default -> (threshold + known[Math.min(place + 1, known.length - 1)]) / 2;
        };
    }
}
