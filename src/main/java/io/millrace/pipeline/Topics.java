package io.millrace.pipeline;

import java.util.List;

/**
 * Topics of a pipeline besides its sources. They are public contract.
 *
 * @param predictions scores with their evidence
 * @param examples labelled examples
 * @param deadLetters records that did not go on to be scored
 * @param feedbackDeadLetters records that did not go on to be joined; apart, so that what each job read can be reconciled with what it wrote
 * @param modelCommands what people and programs want of the models; compacted
 * @param modelDecisions what became of it; compacted
 * @param shadowPredictions what shadows say
 */
public record Topics(
        String predictions,
        String examples,
        String deadLetters,
        String feedbackDeadLetters,
        String modelCommands,
        String modelDecisions,
        String shadowPredictions) {
    /** Those that are there before the jobs start. The ones of models are made by the job, where they are not there. */
    public List<String> all() {
        return List.of(predictions, examples, deadLetters, feedbackDeadLetters);
    }

    /** The topics of a pipeline, named after it. */
    public static Topics of(Pipeline pipeline) {
        String name = pipeline.name();
        return new Topics(
                name + "-predictions",
                name + "-examples",
                name + "-dead-letters",
                name + "-feedback-dead-letters",
                name + "-model-commands",
                name + "-model-decisions",
                name + "-shadow-predictions");
    }
}
