package io.millrace.pipeline;

import java.util.List;

/**
 * Topics that a pipeline writes. They are public contract.
 *
 * @param predictions scores with their evidence
 * @param examples labelled examples
 * @param deadLetters records that did not go on to be scored
 * @param feedbackDeadLetters records that did not go on to be joined; apart, so that what each job read can be reconciled with what it wrote
 */
public record Topics(String predictions, String examples, String deadLetters, String feedbackDeadLetters) {
    /** All of them. */
    public List<String> all() {
        return List.of(predictions, examples, deadLetters, feedbackDeadLetters);
    }

    /** The topics of a pipeline, named after it. */
    public static Topics of(Pipeline pipeline) {
        String name = pipeline.name();
        return new Topics(
                name + "-predictions", name + "-examples", name + "-dead-letters", name + "-feedback-dead-letters");
    }
}
