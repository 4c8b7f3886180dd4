package io.millrace.adapter.xgboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.adapter.xgboost.TreeEnsemble.Leaf;
import io.millrace.adapter.xgboost.TreeEnsemble.Node;
import io.millrace.adapter.xgboost.TreeEnsemble.Split;
import io.millrace.adapter.xgboost.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads a binary classifier of trees from XGBoost's JSON form. */
final class SavedModel {
    // A float must come from its decimal digits at once: by way of a double it would be rounded twice.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    // Writes floats as XGBoost wants to read them: 0.0, never 0.
    private static final JsonMapper PLAIN = new JsonMapper();

    private SavedModel() {}

    static TreeEnsemble read(String json) {
        JsonNode learner = parse(EXACT, json).required("learner");
        check(learner.at("/objective/name").asText(), "binary:logistic", "objective");
        check(learner.at("/gradient_booster/name").asText(), "gbtree", "booster");
        int width =
                Integer.parseInt(learner.at("/learner_model_param/num_feature").asText());
        List<Tree> trees = new ArrayList<>();
        learner.at("/gradient_booster/model/trees").forEach(tree -> trees.add(tree(tree)));
        return new TreeEnsemble(width, base(parse(PLAIN, json), width), trees);
    }

    private static JsonNode parse(JsonMapper mapper, String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("XGBoost saved a model that is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void check(String found, String expected, String what) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("the model's " + what + " is " + found + ", expected " + expected);
        }
    }

    /**
     * The margin before the first tree. XGBoost itself says it, so that no rounding differs from its own: it is the margin
     * of the model with its first tree alone and zero in every leaf. (With no tree at all XGBoost 3.4 doesn't convert the
     * base score of a model that it loads.)
     */
    private static float base(JsonNode bare, int width) {
        ObjectNode booster = (ObjectNode) bare.at("/learner/gradient_booster/model");
        ObjectNode first = (ObjectNode) booster.required("trees").required(0);
        int nodes = first.required("split_conditions").size();
        ArrayNode zeros = first.putArray("split_conditions");
        for (int node = 0; node < nodes; node++) {
            zeros.add(0.0);
        }
        booster.putArray("trees").add(first);
        booster.putArray("tree_info").add(0);
        booster.putArray("iteration_indptr").add(0).add(1);
        ((ObjectNode) booster.required("gbtree_model_param")).put("num_trees", "1");
        try (BoostedTrees loaded = BoostedTrees.load(bare.toString(), width)) {
            return loaded.margins(new float[width])[0];
        }
    }

    private static Tree tree(JsonNode tree) {
        List<Node> nodes = new ArrayList<>();
        grow(tree, 0, nodes);
        return new Tree(nodes);
    }

    /** Adds the part of the tree below a node of XGBoost's numbering, which has holes where it pruned; returns its new number. */
    private static int grow(JsonNode tree, int node, List<Node> nodes) {
        int number = nodes.size();
        float value = tree.required("split_conditions").required(node).floatValue();
        int left = tree.required("left_children").required(node).intValue();
        float cover = tree.required("sum_hessian").required(node).floatValue();
        nodes.add(new Leaf(value, cover));
        if (left >= 0) {
            checkNumerical(tree, node);
            int feature = tree.required("split_indices").required(node).intValue();
            boolean missingLeft = tree.required("default_left").required(node).intValue() == 1;
            int newLeft = grow(tree, left, nodes);
            int newRight =
                    grow(tree, tree.required("right_children").required(node).intValue(), nodes);
            nodes.set(number, new Split(feature, value, newLeft, newRight, missingLeft, cover));
        }
        return number;
    }

    private static void checkNumerical(JsonNode tree, int node) {
        if (tree.required("split_type").required(node).intValue() != 0) {
            throw new IllegalArgumentException(
                    "the model splits by category, which ONNX trees can't; train on numbers");
        }
    }
}
