package io.millrace.adapter.trees;

import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether trees in Java serve a model in place of the runtime that is its reference: only where the model is an ensemble of
 * trees that is understood in full, and where each of thousands of awkward rows, in batches of all sizes, scores to the same bits.
 */
public final class TreeScorers {
    private static final Logger LOG = LoggerFactory.getLogger(TreeScorers.class);

    /** How many awkward rows are compared, besides those that are given. */
    static final int PROBES = 4_096;

    private TreeScorers() {}

    /**
     * Trees in Java where they give the reference's bits; the reference is then closed. Otherwise the reference. Logs which, and why. Where another scorer of the model is open in this process, its comparison stands for both.
     *
     * @param reference open for the model
     * @param artefact the model's ONNX file
     * @param digest its digest
     * @param samples rows to compare besides the awkward ones, one after the other; may be empty
     */
    public static Scorer preferred(Scorer reference, byte[] artefact, String digest, float[] samples) {
        try {
            ProvenTrees.Key key = new ProvenTrees.Key(digest, reference.capacity(), reference.execution());
            CompiledTrees trees = ProvenTrees.acquire(key, () -> proven(reference, artefact, samples));
            String execution = "millrace trees, bit for bit as " + reference.execution();
            LOG.info("model {} is served by {}", digest, execution);
            TreeScorer scorer = new TreeScorer(trees, reference.capacity(), execution, () -> ProvenTrees.release(key));
            reference.close();
            return scorer;
        } catch (TreesRefusedException e) {
            LOG.info(
                    "model {} is served by {}, not by trees in Java: {}",
                    digest,
                    reference.execution(),
                    e.getMessage());
            return reference;
        }
    }

    /** @throws TreesRefusedException when trees don't serve the model */
    static CompiledTrees proven(Scorer reference, byte[] artefact, float[] samples) throws TreesRefusedException {
        TreeModel model = OnnxGraph.read(artefact);
        CompiledTrees trees = CompiledTrees.of(model);
        TreeScorer scorer = new TreeScorer(trees, reference.capacity(), "trees to be compared", () -> {});
        compare(scorer, reference, ProbeRows.of(model, PROBES), "probe");
        compare(scorer, reference, samples, "sample");
        return trees;
    }

    private static void compare(Scorer trees, Scorer reference, float[] rows, String kind)
            throws TreesRefusedException {
        int count = rows.length / trees.width();
        int size = 0;
        for (int first = 0; first < count; first += size) {
            size = Math.min(size % trees.capacity() + 1, count - first);
            run(trees, rows, first, size);
            run(reference, rows, first, size);
            for (int row = 0; row < size; row++) {
                if (Float.floatToIntBits(trees.score(row)) != Float.floatToIntBits(reference.score(row))) {
                    throw new TreesRefusedException(kind + " row " + (first + row) + " of " + count + " scores "
                            + trees.score(row) + " in Java and " + reference.score(row) + " by the reference");
                }
            }
        }
    }

    private static void run(Scorer scorer, float[] rows, int first, int size) throws TreesRefusedException {
        scorer.input().put(0, rows, first * scorer.width(), size * scorer.width());
        try {
            scorer.run(size);
        } catch (ScoringException e) {
            throw new TreesRefusedException("the reference fails on rows to compare: " + e.getMessage());
        }
    }
}
