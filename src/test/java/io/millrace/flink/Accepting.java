package io.millrace.flink;

import static io.millrace.flink.Deletable.LATE;
import static io.millrace.flink.Deletable.MAX_PARALLELISM;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A source with deletes where its events are accepted, and what the lake holds of it. */
public final class Accepting implements AutoCloseable {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    private final String uid;
    private final KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;
    private final List<PartialVector> read = new ArrayList<>();
    private int given;

    Accepting(Source source) throws Exception {
        uid = "accept-" + source.name();
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FactSourceOperator(new AcceptEvents(source, LATE, DEAD_LETTERS, 100)),
                partial -> partial.event().id(),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0);
        harness.open();
    }

    /** The state of a source of which nothing was read. */
    public static OperatorSubtaskState stateOf(Source source) throws Exception {
        try (Accepting accepting = new Accepting(source)) {
            return accepting.savepoint();
        }
    }

    String uid() {
        return uid;
    }

    /** Reads an event or a tombstone; what it lets on. */
    List<PartialVector> read(PartialVector partial) throws Exception {
        read.add(partial);
        harness.processElement(new StreamRecord<>(partial, partial.event().time()));
        return onward();
    }

    void reach(long watermark) throws Exception {
        harness.processWatermark(watermark);
    }

    private List<PartialVector> onward() {
        List<PartialVector> all = harness.extractOutputValues();
        List<PartialVector> fresh = all.subList(given, all.size());
        given = all.size();
        return fresh;
    }

    /** All that it let on so far. */
    List<PartialVector> accepted() {
        return harness.extractOutputValues();
    }

    /** What was read and not refused. */
    List<PartialVector> lake() {
        Set<WaitingPlaces.Place> refused = new HashSet<>();
        var letters = harness.getSideOutput(DEAD_LETTERS);
        if (letters != null) {
            letters.forEach(letter -> refused.add(new WaitingPlaces.Place(
                    letter.getValue().partition(), letter.getValue().offset())));
        }
        return read.stream()
                .filter(partial -> !refused.contains(WaitingPlaces.Place.of(partial.event())))
                .toList();
    }

    /** Its state as a savepoint has it. */
    OperatorSubtaskState savepoint() throws Exception {
        return harness.snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                .getJobManagerOwnedState();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
