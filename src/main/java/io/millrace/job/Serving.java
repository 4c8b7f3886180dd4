package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.TopicContents;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.feature.PartialVector;
import io.millrace.flink.Admit;
import io.millrace.flink.ControlOperator;
import io.millrace.flink.Form;
import io.millrace.flink.ScoringOperator;
import io.millrace.flink.ScoringOptions;
import io.millrace.governance.Arrival;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Topics;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/** The part of a job that decides which models serve, and scores with them. */
final class Serving {
    private static final OutputTag<Decision> DECISIONS = new OutputTag<>("decisions", Form.DECISION.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    private final StreamExecutionEnvironment environment;
    private final PipelineText text;
    private final Pipeline pipeline;
    private final Settings settings;
    private final EventStreams events;
    private final Topics topics;
    private final String group;

    /** @param group the consumer group, which also names the job's sinks */
    Serving(
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            Settings settings,
            EventStreams events,
            String group) {
        this.environment = environment;
        this.text = text;
        this.pipeline = pipeline;
        this.settings = settings;
        this.events = events;
        this.topics = Topics.of(pipeline);
        this.group = group;
    }

    /**
     * Predictions of vectors.
     *
     * @param first digest of the model that serves before anything is activated
     */
    DataStream<Prediction> predictions(DataStream<PartialVector> vectors, ServedModels models, String first) {
        ScoringOperator score = new ScoringOperator(
                text,
                models,
                new ScoringOptions(settings.count(Setting.SCORING_BATCH), settings.duration(Setting.SCORING_WAIT)),
                SHADOWS,
                EventStreams.DEAD_LETTERS);
        SingleOutputStreamOperator<Prediction> predictions = vectors.connect(
                        decided(vectors, first).broadcast())
                .transform("score", Form.PREDICTION.typeInformation(), score)
                .uid("score");
        events.collect(predictions);
        predictions
                .getSideOutput(SHADOWS)
                .sinkTo(KafkaSinks.exactlyOnce(
                        topics.shadowPredictions(),
                        group + "-shadow-predictions",
                        Outputs.predictions(topics.shadowPredictions(), settings),
                        settings))
                .uid("write-shadow-predictions")
                .name("write shadow predictions");
        return predictions;
    }

    private DataStream<ControlUpdate> decided(DataStream<PartialVector> vectors, String first) {
        long lead = pipeline.scored().lateness()
                + settings.duration(Setting.MODELS_LEAD).toMillis();
        ControlOperator control = new ControlOperator(
                first, pipeline.fingerprint(), lead, environment.getParallelism(), history(), DECISIONS);
        SingleOutputStreamOperator<ControlUpdate> decided = eventTime(vectors)
                .connect(commands())
                .transform("decide on models", Form.CONTROL_UPDATE.typeInformation(), control)
                .uid("decide-on-models")
                .setParallelism(1)
                .setMaxParallelism(1);
        decided.getSideOutput(DECISIONS)
                .sinkTo(KafkaSinks.exactlyOnce(
                        topics.modelDecisions(),
                        group + "-model-decisions",
                        Outputs.decisions(topics.modelDecisions(), settings),
                        settings))
                .uid("write-model-decisions")
                .name("write model decisions")
                .setParallelism(1);
        return decided;
    }

    /** Watermarks alone. */
    private static DataStream<PartialVector> eventTime(DataStream<PartialVector> vectors) {
        return vectors.filter(vector -> false).uid("event-time").name("event time");
    }

    private Opener<List<Decision>> history() {
        String topic = topics.modelDecisions();
        Settings reading = settings;
        return () -> TopicContents.read(topic, Outputs.readDecisions(topic, reading), reading);
    }

    private DataStream<ModelCommand> commands() {
        SingleOutputStreamOperator<ModelCommand> commands = environment
                .fromSource(
                        KafkaSources.of(
                                topics.modelCommands(),
                                group,
                                Outputs.readCommands(topics.modelCommands(), settings),
                                Form.ARRIVED_COMMAND.typeInformation(),
                                settings),
                        WatermarkStrategy.noWatermarks(),
                        "read model commands")
                .uid("read-model-commands")
                .setParallelism(1)
                .process(new Admit<>(Arrival::value, EventStreams.DEAD_LETTERS), Form.MODEL_COMMAND.typeInformation())
                .uid("admit-model-commands")
                .name("admit model commands")
                .setParallelism(1);
        events.collect(commands);
        return commands;
    }
}
