package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.adapter.kafka.ModelTopics;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileDefinitionStore;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.flink.FeatureSetOperator;
import io.millrace.flink.FeatureSetOptions;
import io.millrace.flink.Form;
import io.millrace.flink.LeftBehind;
import io.millrace.flink.Order;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Scores events: read, admit, accept once and in time, keep the features of each entity, score, write predictions and dead letters. */
public final class ScoringJob {
    private ScoringJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        Settings settings = given.settings();
        StreamExecutionEnvironment environment = JobEnvironment.of(settings);
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        ServedModels models = ServedModels.of(pipeline, settings);
        String first = models.first(settings);
        new FileDefinitionStore(settings.text(Setting.MODELS_STORE))
                .put(pipeline.name(), pipeline.fingerprint(), given.pipeline());
        Topics topics = Topics.of(pipeline);
        ModelTopics.make(
                List.of(topics.modelCommands(), topics.modelDecisions()), topics.shadowPredictions(), settings);
        restoredFrom(environment)
                .ifPresent(savepoint -> LeftBehind.check(given.pipeline().file(), savepoint, pipeline));
        build(environment, given.pipeline(), pipeline, models, first, settings);
        Submission.execute(
                environment, pipeline.name() + " scoring", settings, new ScoringLineage(given, pipeline.name(), first));
    }

    static void build(
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            ServedModels models,
            String first,
            Settings settings) {
        String group = pipeline.name() + "-scoring";
        EventStreams events = new EventStreams(environment, text, pipeline, settings, group);
        int features = pipeline.features().features().size();

        DataStream<PartialVector> scored = events.of(pipeline.scored(), features);
        Map<Integer, DataStream<PartialVector>> facts = new HashMap<>();
        for (FeatureSet set : pipeline.features().sets()) {
            for (Source source : pipeline.sources()) {
                if (source.index() != pipeline.features().scored() && set.takes(source.index())) {
                    scored = scored.union(facts.computeIfAbsent(source.index(), index -> events.of(source, 0)));
                }
            }
            scored = features(scored, text, set, options(environment, settings));
        }
        DataStream<Prediction> predictions =
                new Serving(environment, text, pipeline, settings, events, group).predictions(scored, models, first);

        String topic = Topics.of(pipeline).predictions();
        predictions
                .sinkTo(KafkaSinks.exactlyOnce(
                        topic, group + "-predictions", Outputs.predictions(topic, settings), settings))
                .uid("write-predictions")
                .name("write predictions");
        events.writeDeadLetters(Topics.of(pipeline).deadLetters());
    }

    static FeatureSetOptions options(StreamExecutionEnvironment environment, Settings settings) {
        return new FeatureSetOptions(
                EventStreams.isInOrder(settings) ? Order.EVENT_TIME : Order.ARRIVAL,
                settings.count(Setting.STATE_IN_MEMORY),
                (long) settings.count(Setting.STATE_ROWS_IN_MEMORY) << 20,
                settings.count(Setting.STATE_HELD_IN_MEMORY),
                restoredFrom(environment).isPresent());
    }

    private static Optional<String> restoredFrom(StreamExecutionEnvironment environment) {
        return environment.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH);
    }

    static DataStream<PartialVector> features(
            DataStream<PartialVector> events, PipelineText text, FeatureSet set, FeatureSetOptions options) {
        return events.keyBy(FeatureSetOperator.keyOf(set), Types.STRING)
                .transform(
                        "features of " + set.name(),
                        Form.PARTIAL_VECTOR.typeInformation(),
                        new FeatureSetOperator(text, set.index(), options))
                .uid(FeatureSetOperator.uidOf(set));
    }
}
