package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A subtask that scores card-fraud's events, in a harness: by {@link FakeScorers} where nothing else is said. It is opened before it is used, and may be opened again once it is closed. */
final class ScoringSubtask implements AutoCloseable {
    static final int CAPACITY = 4;
    /** In milliseconds. */
    static final int LINGER = 5;

    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    private TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness;
    private Counters counters;
    private int sent;
    private int decided;

    /** card-fraud with a line more in its model section. */
    static PipelineText text(String line) {
        String yaml = CardEvents.TEXT.yaml().replaceFirst("  decision: \\{threshold: 0.5}\n", "");
        PipelineText text = new PipelineText(
                CardEvents.TEXT.file(),
                yaml.replaceFirst("(?m)^  scores: transactions$", "$0\n  " + line),
                CardEvents.TEXT.schemas());
        PipelineCompiler.compile(text);
        return text;
    }

    private void start(PipelineText text, ScorerFactory scorers, OperatorSubtaskState state) throws Exception {
        harness = new TwoInputStreamOperatorTestHarness<>(new ScoringOperator(
                text, scorers, new ScoringOptions(CAPACITY, Duration.ofMillis(LINGER)), SHADOWS, DEAD_LETTERS));
        counters = new Counters();
        counters.serve(harness);
        harness.setup(Form.PREDICTION.serializer());
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    private static FakeScorers fakes() {
        return new FakeScorers(CardEvents.PIPELINE.features().vector().size());
    }

    /** Nothing is decided. */
    void open(PipelineText text, ScorerFactory scorers) throws Exception {
        start(text, scorers, null);
    }

    /** Nothing is decided. */
    void open(PipelineText text) throws Exception {
        start(text, fakes(), null);
    }

    /** Nothing is decided. */
    void open() throws Exception {
        open(CardEvents.TEXT);
    }

    /** With a champion since ever, and everything decided. */
    void open(PipelineText text, String champion) throws Exception {
        open(text);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of(champion));
        reach(Long.MAX_VALUE);
    }

    /** With a champion since ever, and everything decided. */
    void open(String champion) throws Exception {
        open(CardEvents.TEXT, champion);
    }

    /** Goes on from a checkpoint. Nothing is decided. */
    void restore(OperatorSubtaskState state) throws Exception {
        start(CardEvents.TEXT, fakes(), state);
    }

    TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness() {
        return harness;
    }

    Counters counters() {
        return counters;
    }

    void decide(Kind kind, long at, Share... models) throws Exception {
        decide("", kind, at, models);
    }

    void decide(String segment, Kind kind, long at, Share... models) throws Exception {
        ModelCommand command = new ModelCommand("c" + decided++, kind, segment, List.of(models), at, "ada", "", 0);
        harness.processElement2(new StreamRecord<>(
                new ControlUpdate(new Decision(command, Verdict.ACCEPTED, "", 0, "v1"), Long.MIN_VALUE)));
    }

    void reach(long horizon) throws Exception {
        harness.processElement2(new StreamRecord<>(new ControlUpdate(null, horizon)));
    }

    void pass(long watermark) throws Exception {
        harness.processWatermark1(new Watermark(watermark));
    }

    /** The first input of card-fraud's model is the amount; the time of the n-th event is n milliseconds after the start. */
    void send(double... amounts) throws Exception {
        for (double amount : amounts) {
            send(transaction("" + sent, "c" + sent, "t", amount, START + sent, 2, sent));
            sent++;
        }
    }

    void send(PartialVector event) throws Exception {
        harness.processElement1(new StreamRecord<>(event));
    }

    /** The next events are the n-th and those after it. */
    void goOnFrom(int n) {
        sent = n;
    }

    /** What is done before a checkpoint, by which all of a batch is scored. */
    void flush() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
    }

    List<Prediction> predictions() {
        return harness.extractOutputValues();
    }

    List<Float> scores() {
        return predictions().stream().map(Prediction::score).toList();
    }

    List<Prediction> shadows() {
        return side(SHADOWS);
    }

    List<DeadLetter> deadLetters() {
        return side(DEAD_LETTERS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        ConcurrentLinkedQueue<StreamRecord<T>> records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
