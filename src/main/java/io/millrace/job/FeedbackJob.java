package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.Watermarks;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.PartialVector;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.OutcomeJoin;
import io.millrace.flink.Admit;
import io.millrace.flink.Form;
import io.millrace.flink.JoinOutcomes;
import io.millrace.governance.Arrival;
import io.millrace.model.Prediction;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Joins predictions with the outcomes of their events and writes labelled examples. */
public final class FeedbackJob {
    private static final int CHECKPOINTS_BEFORE_IDLE = 3;

    private FeedbackJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        StreamExecutionEnvironment environment = JobEnvironment.of(given.settings());
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        build(environment, given.pipeline(), pipeline, given.settings());
        Submission.execute(
                environment, pipeline.name() + " feedback", given.settings(), () -> ScoringLineage.jobs(given)
                        .feedback());
    }

    static void build(StreamExecutionEnvironment environment, PipelineText text, Pipeline pipeline, Settings settings) {
        OutcomeSpec outcome = pipeline.outcome();
        if (outcome == null) {
            throw new DefinitionException(
                    text.file(),
                    "there is no \"outcome\", so predictions can't be labelled; declare where outcomes are reported");
        }
        String group = pipeline.name() + "-feedback";
        EventStreams events = new EventStreams(environment, text, pipeline, settings, group);
        Source reports = pipeline.sources().get(outcome.source());

        DataStream<Prediction> predictions = predictions(environment, events, pipeline, group, settings);
        DataStream<PartialVector> outcomes = events.of(reports, 0);
        int joinSlot = outcome.joinSlot();
        SingleOutputStreamOperator<LabelledExample> examples = predictions
                .keyBy(Prediction::eventId, Types.STRING)
                .connect(outcomes.keyBy(report -> report.event().keyAt(joinSlot), Types.STRING))
                .process(
                        new JoinOutcomes(
                                reports.name(), reports.topic(), joinSlot, join(outcome), EventStreams.DEAD_LETTERS),
                        Form.LABELLED_EXAMPLE.typeInformation())
                .uid("join-outcomes")
                .name("join outcomes");
        events.collect(examples);

        String topic = Topics.of(pipeline).examples();
        examples.sinkTo(KafkaSinks.exactlyOnce(topic, group + "-examples", Outputs.examples(topic, settings), settings))
                .uid("write-examples")
                .name("write labelled examples");
        events.writeDeadLetters(Topics.of(pipeline).feedbackDeadLetters());
    }

    private static OutcomeJoin join(OutcomeSpec outcome) {
        return new OutcomeJoin(outcome.horizon(), outcome.corrections(), outcome.absent());
    }

    /**
     * Predictions become visible with each checkpoint of the job that writes them, so that their topic rests in between: no reason for event time to go on
     * without them, which would make orphans of outcomes.
     */
    static Duration predictionsIdle(Settings settings) {
        Duration idle = settings.duration(Setting.SOURCE_IDLE);
        Duration between = settings.duration(Setting.CHECKPOINT_INTERVAL).multipliedBy(CHECKPOINTS_BEFORE_IDLE);
        return idle.compareTo(between) > 0 ? idle : between;
    }

    private static DataStream<Prediction> predictions(
            StreamExecutionEnvironment environment,
            EventStreams events,
            Pipeline pipeline,
            String group,
            Settings settings) {
        String topic = Topics.of(pipeline).predictions();
        SingleOutputStreamOperator<Prediction> admitted = environment
                .fromSource(
                        KafkaSources.of(
                                topic,
                                group,
                                Outputs.readPredictions(topic, settings),
                                Form.ARRIVED_PREDICTION.typeInformation(),
                                settings),
                        Watermarks.of(Duration.ofMillis(pipeline.scored().lateness()), predictionsIdle(settings)),
                        "read predictions")
                .uid("read-predictions")
                .process(new Admit<>(Arrival::value, EventStreams.DEAD_LETTERS), Form.PREDICTION.typeInformation())
                .uid("admit-predictions")
                .name("admit predictions");
        events.collect(admitted);
        return admitted;
    }
}
