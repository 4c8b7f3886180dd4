package io.millrace.adapter.trees;

import io.millrace.model.Attribution;
import java.util.ArrayList;
import java.util.List;

/** What the inputs of an ensemble of trees contributed to a score, by {@link TreeShap}. */
public final class TreeContributions {
    private TreeContributions() {}

    /**
     * Explains the margin of a vector.
     *
     * @param artefact the model's ONNX file
     * @param features names of the vector's features, in order
     * @param vector is narrowed to floats, as for scoring; NaN is missing
     * @return unavailable where the model is no sum of trees, or its file has no covers
     */
    public static Attribution of(byte[] artefact, List<String> features, double[] vector) {
        try {
            TreeModel model = OnnxGraph.read(artefact);
            return shares(model, inputs(artefact, model, features), vector);
        } catch (TreesRefusedException e) {
            return new Attribution.Unavailable(e.reason());
        }
    }

    /** For each input of the model its place in the vector. */
    private static int[] inputs(byte[] artefact, TreeModel model, List<String> features) throws TreesRefusedException {
        List<String> taken = OnnxGraph.named(artefact).orElse(features);
        if (taken.size() != model.width() || !features.containsAll(taken)) {
            throw new TreesRefusedException("it takes " + model.width() + " inputs, and it can't be told which of the "
                    + features.size() + " features of the vector they are");
        }
        return taken.stream().mapToInt(features::indexOf).toArray();
    }

    private static Attribution shares(TreeModel model, int[] inputs, double[] vector) throws TreesRefusedException {
        if (model.combination() != Combination.SUM && model.combination() != Combination.AVERAGE) {
            throw new TreesRefusedException("its trees are combined by " + model.combination()
                    + ", and only of a sum or an average it can be told what each tree adds");
        }
        float[] narrowed = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            narrowed[i] = (float) vector[inputs[i]];
        }
        TreeShap shap = new TreeShap(narrowed);
        for (TreeNode tree : model.trees()) {
            Covers.check(tree);
            shap.add(tree);
        }
        double scale =
                model.combination() == Combination.AVERAGE ? 1.0 / model.trees().size() : 1;
        double[] values = new double[vector.length];
        for (int i = 0; i < inputs.length; i++) {
            values[inputs[i]] += scale * shap.value(i);
        }
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return new Attribution.Shares(
                scale * shap.average() + model.base(),
                list,
                model.link() != Link.IDENTITY,
                new Attribution.Method.OfTrees());
    }
}
