package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the operators TreeEnsembleRegressor and TreeEnsembleClassifier, of one target or two classes, and TreeEnsemble of one target, as
 * ONNX Runtime understands them.
 *
 * <p>Of a classifier whose leaves weigh the first class alone, ONNX Runtime makes the second column of the first and the base. Where
 * the leaves weigh the second class too, its column stands for itself and the base is the first's.
 */
final class EnsembleReader {
    /** By the numbers of TreeEnsemble. */
    private static final List<Combination> FUNCTIONS =
            List.of(Combination.AVERAGE, Combination.SUM, Combination.MIN, Combination.MAX);

    private final Attributes attributes;

    EnsembleReader(NodeProto node) {
        this.attributes = new Attributes(node);
    }

    TreeModel regressor(int width, Link link) throws TreesRefusedException {
        long targets = attributes.integer("n_targets", 0);
        String transform = attributes.text("post_transform", "NONE");
        if (targets != 1 || !transform.equals("NONE")) {
            throw new TreesRefusedException("its trees have " + targets + " targets and the post transform " + transform
                    + "; known are 1 and NONE");
        }
        return new TreeModel(width, new TreeColumns(attributes, "target", 0).trees(width), combination(), base(), link);
    }

    /** TreeEnsemble, which has numbers for names. */
    TreeModel ensemble(int width, Link link) throws TreesRefusedException {
        long targets = attributes.integer("n_targets", 0);
        long transform = attributes.integer("post_transform", 0);
        if (targets != 1 || transform != 0) {
            throw new TreesRefusedException("its trees have " + targets + " targets and the post transform " + transform
                    + "; known are 1 and 0, which is none");
        }
        long function = attributes.integer("aggregate_function", 1);
        if (function < 0 || function >= FUNCTIONS.size()) {
            throw new TreesRefusedException("its trees' aggregate function is " + function + "; known are 0 to 3");
        }
        return new TreeModel(
                width, new RootedTrees(attributes, width).trees(), FUNCTIONS.get((int) function), 0f, link);
    }

    private Combination combination() throws TreesRefusedException {
        String name = attributes.text("aggregate_function", "SUM");
        for (Combination combination : Combination.values()) {
            if (combination.name().equals(name)) {
                return combination;
            }
        }
        throw new TreesRefusedException(
                "its trees' aggregate function is " + name + "; known are SUM, AVERAGE, MIN and MAX");
    }

    private float base() throws TreesRefusedException {
        List<Float> values = attributes.floats("base_values");
        if (values.size() > 1 || values.stream().anyMatch(value -> !Float.isFinite(value))) {
            throw new TreesRefusedException(
                    "its trees' base_values are " + values + "; known is one finite number or none");
        }
        return values.isEmpty() ? 0f : values.get(0);
    }

    TreeModel classifier(int width, Link after) throws TreesRefusedException {
        int classes = Math.max(
                attributes.integers("classlabels_int64s").size(),
                attributes.texts("classlabels_strings").size());
        if (classes != 2) {
            throw new TreesRefusedException("its trees tell " + classes + " classes apart; known are 2");
        }
        Set<Long> weighed = new TreeSet<>(attributes.integers("class_ids"));
        int column = weighed.contains(1L) ? 1 : 0;
        float base = base();
        if (column == 1 && base != 0) {
            throw new TreesRefusedException(
                    "its trees have base_values and weigh the second class; one or the other is known");
        }
        Link link = link(after, column == 0, attributes.text("post_transform", "NONE"));
        List<TreeNode> trees = new TreeColumns(attributes, "class", column).trees(width);
        return new TreeModel(width, trees, Combination.SUM, base, link);
    }

    private Link link(Link after, boolean oneColumn, String transform) throws TreesRefusedException {
        boolean negative = attributes.floats("class_weights").stream().anyMatch(weight -> weight < 0);
        if (transform.equals("LOGISTIC") && after == Link.IDENTITY) {
            return Link.LOGISTIC;
        }
        if (transform.equals("NONE") && !(oneColumn && negative)) {
            return after;
        }
        throw new TreesRefusedException("its trees have the post transform " + transform
                + (oneColumn && negative ? " over weights of both signs" : "")
                + (after == Link.IDENTITY ? "" : " and a Sigmoid follows")
                + "; known are LOGISTIC without a Sigmoid, and NONE over weights of two classes or none below zero");
    }
}
