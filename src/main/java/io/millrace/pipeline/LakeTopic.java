package io.millrace.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A topic of a pipeline and the table of the lake that holds its records. The names are public contract.
 *
 * @param table the table's name in the pipeline's namespace
 * @param source the source whose topic it is; empty for what Millrace writes
 */
public record LakeTopic(String table, String topic, Optional<Source> source) {
    public static final String PREDICTIONS = "predictions";
    public static final String SHADOW_PREDICTIONS = "shadow_predictions";
    public static final String EXAMPLES = "examples";
    public static final String DEAD_LETTERS = "dead_letters";
    public static final String FEEDBACK_DEAD_LETTERS = "feedback_dead_letters";

    /** All of a pipeline: a table for each source, and one for each topic that Millrace writes for others to read. */
    public static List<LakeTopic> of(Pipeline pipeline) {
        List<LakeTopic> all = new ArrayList<>();
        pipeline.sources().forEach(source -> all.add(of(source)));
        Topics topics = Topics.of(pipeline);
        all.add(predictions(pipeline));
        all.add(new LakeTopic(SHADOW_PREDICTIONS, topics.shadowPredictions(), Optional.empty()));
        all.add(new LakeTopic(EXAMPLES, topics.examples(), Optional.empty()));
        all.add(deadLetters(pipeline));
        all.add(new LakeTopic(FEEDBACK_DEAD_LETTERS, topics.feedbackDeadLetters(), Optional.empty()));
        return all;
    }

    /** What models said. */
    public static LakeTopic predictions(Pipeline pipeline) {
        return new LakeTopic(PREDICTIONS, Topics.of(pipeline).predictions(), Optional.empty());
    }

    /** What the scoring job did not take. */
    public static LakeTopic deadLetters(Pipeline pipeline) {
        return new LakeTopic(DEAD_LETTERS, Topics.of(pipeline).deadLetters(), Optional.empty());
    }

    /** The raw events of a source. */
    public static LakeTopic of(Source source) {
        return new LakeTopic("events_" + source.name(), source.topic(), Optional.of(source));
    }
}
