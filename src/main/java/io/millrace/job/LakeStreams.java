package io.millrace.job;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeInput;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.DeletedBefore;
import io.millrace.flink.DeletionRule;
import io.millrace.flink.Form;
import io.millrace.flink.LeaveOutDeleted;
import io.millrace.governance.Arrival;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * The way of events out of the lake into a job of Flink's batch mode.
 *
 * @param inputs the tables that are read, by name, each with its snapshot
 * @param span which events are needed
 * @param bootstrap says up to which savepoint events are wanted; null where all are
 */
record LakeStreams(
        StreamExecutionEnvironment environment,
        PipelineText text,
        Pipeline pipeline,
        Lake lake,
        Map<String, LakeInput> inputs,
        BackfillSpan span,
        @Nullable Bootstrap bootstrap,
        Settings settings) {
    /** A way on which nothing is read yet. */
    static LakeStreams of(
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            Lake lake,
            BackfillSpan span,
            Settings settings) {
        return new LakeStreams(environment, text, pipeline, lake, new HashMap<>(), span, null, settings);
    }

    /** The same for the events that a savepoint's job had read. */
    static LakeStreams upTo(
            Bootstrap bootstrap,
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            Lake lake,
            BackfillSpan span,
            Settings settings) {
        return new LakeStreams(environment, text, pipeline, lake, new HashMap<>(), span, bootstrap, settings);
    }

    /** What the scoring job took in of a source, and nobody deleted. */
    DataStream<PartialVector> of(Source source) {
        boolean scored = source.index() == pipeline.features().scored();
        int features = pipeline.features().features().size();
        DataStream<PartialVector> events = EventStreams.withVectors(text, source, decoded(source), settings)
                .flatMap(onward(scored ? features : 0))
                .returns(Form.PARTIAL_VECTOR.typeInformation())
                .uid("admit-" + source.name())
                .name("admit " + source.name())
                .assignTimestampsAndWatermarks(WatermarkStrategy.<PartialVector>noWatermarks()
                        .withTimestampAssigner(
                                (partial, before) -> partial.event().time()));
        return source.deletes() ? kept(source, events) : events;
    }

    private SingleOutputStreamOperator<Arrival<Event>> decoded(Source source) {
        // What a tombstone has deleted can't be told without the other events of its id.
        BackfillSpan wanted = source.deletes() ? BackfillSpan.WHOLE : span;
        return read(source)
                .process(new LakeEvents(text, source.index(), wanted, settings), Form.ARRIVED_EVENT.typeInformation())
                .uid("decode-" + source.name())
                .name("decode " + source.name());
    }

    private DataStream<RowData> read(Source source) {
        DataStream<RowData> rows = input(LakeTopic.of(source))
                .records(environment, "read " + source.name(), since(source))
                .uid("read-" + source.name());
        Map<Integer, Long> wanted = bootstrap == null ? null : bootstrap.ends().get(source.index());
        return wanted == null
                ? rows
                : rows.filter(row -> LakeInput.isBefore(row, wanted))
                        .uid("before-" + source.name())
                        .name("leave out later " + source.name());
    }

    private LakeInput input(LakeTopic topic) {
        return inputs.computeIfAbsent(topic.table(), table -> lake.input(table)
                .orElseThrow(() -> new DefinitionException(
                        lake.place() + ", table " + table,
                        "is not there; run the lake's job (scripts/submit lake) until it holds the events")));
    }

    /** A source's table, with the snapshot that is read. */
    Place place(LakeTopic topic) {
        LakeInput input = input(topic);
        return new Place(
                DatasetName.location(input.location()),
                input.snapshot().map(id -> "snapshot:" + id).orElse(""));
    }

    /** No valid event lies further ahead of Kafka's timestamp than declared. A tombstone may come long before its event. */
    private Optional<Instant> since(Source source) {
        return span.needed() == Long.MIN_VALUE || source.deletes()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(span.needed() - source.future()));
    }

    private DataStream<PartialVector> kept(Source source, DataStream<PartialVector> events) {
        DeletionRule rule = bootstrap == null
                ? DeletedBefore.endOfLake(text, source.index(), span.needed(), span.to())
                : DeletedBefore.savepoint(text, source.index(), bootstrap.task(), span.needed());
        SingleOutputStreamOperator<PartialVector> kept = events.keyBy(
                        partial -> partial.event().id(), Types.STRING)
                .transform(
                        "leave out deleted " + source.name(),
                        Form.PARTIAL_VECTOR.typeInformation(),
                        new LeaveOutDeleted(rule))
                .uid("kept-" + source.name());
        return bootstrap == null
                ? kept
                : kept.setParallelism(bootstrap.parallelism(environment)).setMaxParallelism(bootstrap.maxParallelism());
    }

    /** A content that can't be read has made its event a dead letter, in the scoring job too. */
    private static FlatMapFunction<Arrival<Event>, PartialVector> onward(int features) {
        return (arrival, out) -> {
            if (arrival.isDeletion()) {
                out.collect(PartialVector.retraction(arrival.value()));
            } else if (!arrival.isDead()) {
                out.collect(
                        features > 0
                                ? PartialVector.scored(arrival.value(), features)
                                : PartialVector.fact(arrival.value()));
            }
        };
    }
}
