package io.millrace.pipeline;

import java.util.List;

/**
 * What it means that one definition takes the place of another: data, for people to read before they upgrade a job.
 *
 * @param features those that are not as they were, in the order of the new definition, then the removed ones
 * @param sets every feature set that keeps state, in the order of the new definition, then the removed ones
 * @param differences what else is not as it was
 * @param vector what the model gets
 */
public record PipelineChange(
        List<FeatureChange> features, List<SetChange> sets, List<Difference> differences, Vector vector) {
    public PipelineChange {
        features = List.copyOf(features);
        sets = List.copyOf(sets);
        differences = List.copyOf(differences);
    }

    /** Compares two definitions. */
    public static PipelineChange between(Pipeline before, Pipeline after) {
        return new PipelineChange(
                new FeatureChanges(before, after).all(),
                SetChange.all(before, after),
                new Differences(before, after).all(),
                new Vector(before.fingerprint(), after.fingerprint(), before.inputs(), after.inputs()));
    }

    /** Whether the definitions mean the same, so that nothing happens to state, vectors or models. */
    public boolean isEmpty() {
        return features.isEmpty()
                && differences.isEmpty()
                && vector.isSame()
                && sets.stream().noneMatch(SetChange::isChange);
    }

    /**
     * Something that is not as it was.
     *
     * @param what names it, for example {@code late}
     * @param before as text; {@code none} where it was not there
     * @param after as text; {@code none} where it is not there any more
     */
    public record Difference(String what, String before, String after) {}

    /**
     * The vectors of both definitions.
     *
     * @param inputsBefore names of the model's inputs, in order
     * @param inputsAfter names of the model's inputs, in order
     */
    public record Vector(
            String fingerprintBefore, String fingerprintAfter, List<String> inputsBefore, List<String> inputsAfter) {
        public Vector {
            inputsBefore = List.copyOf(inputsBefore);
            inputsAfter = List.copyOf(inputsAfter);
        }

        /** Whether models that were trained for the old definition can be used with the new one. */
        public boolean isSame() {
            return fingerprintBefore.equals(fingerprintAfter);
        }
    }
}
