package io.millrace.job;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.Watermarks;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.AcceptEvents;
import io.millrace.flink.Admit;
import io.millrace.flink.FactSourceOperator;
import io.millrace.flink.Form;
import io.millrace.flink.PaceOperator;
import io.millrace.flink.ScoredSourceOperator;
import io.millrace.flink.VectorsOperator;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The way of events into a job, which all jobs share: read, admit, accept; and the way of dead letters out of it. */
final class EventStreams {
    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    private final StreamExecutionEnvironment environment;
    private final PipelineText text;
    private final Pipeline pipeline;
    private final Settings settings;
    private final String group;
    private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();

    /** @param group the consumer group, which also names the job's sinks */
    EventStreams(
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            Settings settings,
            String group) {
        this.environment = environment;
        this.text = text;
        this.pipeline = pipeline;
        this.settings = settings;
        this.group = group;
    }

    /**
     * Valid, first events of a source, and retractions of them where it declares deletes.
     *
     * @param features the number of features of each event, or 0 where the events are not scored
     */
    DataStream<PartialVector> of(Source source, int features) {
        String name = source.name();
        SingleOutputStreamOperator<PartialVector> accepted = admitted(source, features)
                .keyBy(partial -> partial.event().id(), Types.STRING)
                .transform("accept " + name, Form.PARTIAL_VECTOR.typeInformation(), accept(source, features > 0))
                .uid("accept-" + name);
        collect(accepted);
        return accepted;
    }

    /**
     * Valid events of a source, also repeated ones and late ones, and deletions, which know only ids.
     *
     * @param features as {@link #of} takes it
     */
    DataStream<PartialVector> admitted(Source source, int features) {
        String name = source.name();
        SingleOutputStreamOperator<PartialVector> admitted = withVectors(text, source, read(source), settings)
                .process(new Admit<>(onward(features), DEAD_LETTERS), Form.PARTIAL_VECTOR.typeInformation())
                .uid("admit-" + name)
                .name("admit " + name);
        collect(admitted);
        return isInOrder(settings) ? paced(source, admitted) : admitted;
    }

    /** Whether events are scored in the order of event time, and wait for it. */
    static boolean isInOrder(Settings settings) {
        return !settings.text(Setting.SCORING_ORDER).equals("arrival");
    }

    private DataStream<PartialVector> paced(Source source, DataStream<PartialVector> admitted) {
        return admitted.transform(
                        "pace " + source.name(),
                        Form.PARTIAL_VECTOR.typeInformation(),
                        new PaceOperator(source.index(), settings.count(Setting.SOURCE_AHEAD)))
                .uid("pace-" + source.name());
    }

    private SingleOutputStreamOperator<Arrival<Event>> read(Source source) {
        return environment
                .fromSource(
                        KafkaSources.of(
                                source.topic(),
                                group,
                                SourceDecoders.of(text, source.index(), settings),
                                Form.ARRIVED_EVENT.typeInformation(),
                                settings),
                        Watermarks.of(Duration.ofMillis(source.lateness()), settings.duration(Setting.SOURCE_IDLE)),
                        "read " + source.name())
                .uid("read-" + source.name());
    }

    /** Events with the vectors of their texts and images; the same events where the source has none. */
    static SingleOutputStreamOperator<Arrival<Event>> withVectors(
            PipelineText text, Source source, SingleOutputStreamOperator<Arrival<Event>> events, Settings settings) {
        if (source.vectors().isEmpty()) {
            return events;
        }
        VectorsOperator vectors = new VectorsOperator(
                text, source.index(), StoredReaders.of(settings), settings.count(Setting.VECTORS_IN_MEMORY));
        return events.transform("vectors of " + source.name(), Form.ARRIVED_EVENT.typeInformation(), vectors)
                .uid("vectors-" + source.name());
    }

    private OneInputStreamOperator<PartialVector, PartialVector> accept(Source source, boolean scored) {
        AcceptEvents accept = new AcceptEvents(
                source, pipeline.features().late(), DEAD_LETTERS, settings.count(Setting.STATE_IDS_IN_MEMORY));
        return scored ? new ScoredSourceOperator(accept, source.lateness()) : new FactSourceOperator(accept);
    }

    private static MapFunction<Arrival<Event>, PartialVector> onward(int features) {
        return arrival -> {
            if (arrival.isDeletion()) {
                return PartialVector.retraction(arrival.value());
            }
            return features > 0 ? PartialVector.scored(arrival.value(), features) : PartialVector.fact(arrival.value());
        };
    }

    /** Takes the dead letters of an operator to those that {@link #writeDeadLetters} writes. */
    void collect(SingleOutputStreamOperator<?> operator) {
        deadLetters.add(operator.getSideOutput(DEAD_LETTERS));
    }

    /** Writes the dead letters of all operators that were collected. */
    void writeDeadLetters(String topic) {
        DataStream<DeadLetter> all =
                deadLetters.stream().reduce(DataStream::union).orElseThrow();
        all.sinkTo(KafkaSinks.exactlyOnce(
                        topic, group + "-dead-letters", Outputs.deadLetters(topic, settings), settings))
                .uid("write-dead-letters")
                .name("write dead letters");
    }
}
