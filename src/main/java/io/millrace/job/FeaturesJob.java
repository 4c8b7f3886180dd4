package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.event.RecordEncoder;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.nio.charset.StandardCharsets;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Writes the vectors that a pipeline would score, and scores nothing: what features cost by themselves. Takes the arguments of {@link ScoringJob}; all features must come from the
 * scored source. A record is a {@link FeatureRow} of the model's inputs.
 *
 * <p>Repetitions and events later than declared are not looked for, as the jobs do not that it is compared with. So it is for streams that have none.
 */
public final class FeaturesJob {
    private FeaturesJob() {}

    /** Where the vectors of a pipeline go. */
    public static String topic(String pipeline) {
        return pipeline + "-features";
    }

    /** Where records go that are no valid events. */
    public static String deadLetters(String pipeline) {
        return topic(pipeline) + "-dead-letters";
    }

    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        StreamExecutionEnvironment environment = JobEnvironment.of(given.settings());
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        build(environment, given.pipeline(), pipeline, given.settings());
        environment.execute(topic(pipeline.name()));
    }

    private static void build(
            StreamExecutionEnvironment environment, PipelineText text, Pipeline pipeline, Settings settings) {
        String topic = topic(pipeline.name());
        EventStreams events = new EventStreams(environment, text, pipeline, settings, topic);
        Source scored = scored(text, pipeline);

        DataStream<PartialVector> vectors =
                events.admitted(scored, pipeline.features().features().size());
        for (FeatureSet set : pipeline.features().sets()) {
            vectors = ScoringJob.features(vectors, text, set, ScoringJob.options(environment, settings));
        }
        vectors.sinkTo(KafkaSinks.exactlyOnce(topic, topic, () -> new Vectors(text), settings))
                .uid("write-features")
                .name("write features");
        events.writeDeadLetters(deadLetters(pipeline.name()));
    }

    /** The scored source, which must not declare deletes: without ids remembered there is nothing to delete by. No other source is read, so none may erase. */
    static Source scored(PipelineText text, Pipeline pipeline) {
        pipeline.features().sets().stream()
                .filter(set -> set.erasing() != FeatureSet.NONE)
                .findFirst()
                .ifPresent(set -> {
                    throw new DefinitionException(
                            text.file(),
                            "feature set " + set.name()
                                    + " declares erase, which only the scoring job follows; run this one without");
                });
        if (pipeline.scored().deletes()) {
            throw new DefinitionException(
                    text.file(),
                    "source " + pipeline.scored().name()
                            + " declares deletes, which only the scoring job follows; run this one with deletes: false");
        }
        return pipeline.scored();
    }

    private static final class Vectors implements RecordEncoder<PartialVector> {
        private final VectorAssembly assembly;
        private final double[] vector;

        Vectors(PipelineText text) {
            this.assembly = new VectorAssembly(PipelineCompiler.compile(text).features());
            this.vector = new double[assembly.width()];
        }

        @Override
        public byte[] key(PartialVector partial) {
            return partial.event().id().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] value(PartialVector partial) {
            assembly.derive(partial.event(), partial.row());
            assembly.choose(partial.row(), vector);
            return FeatureRow.bytes(key(partial), partial.event().time(), vector);
        }
    }
}
