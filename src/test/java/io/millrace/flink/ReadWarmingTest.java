package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A set that begins anew, and one that goes on and reads it. */
class ReadWarmingTest {
    private static final int READ = 0;
    private static final int READER = 1;

    private static PipelineText definition(String read) {
        String yaml = """
                pipeline: reading
                sources:
                  transactions: {topic: transactions, schema: schemas/transaction.avsc, id: transaction_id, time: event_time}
                features:
                  READ:
                    entity: customer_id
                    source: transactions
                    n: {count: all, window: 2d}
                  terminal:
                    entity: terminal_id
                    source: transactions
                    total: {sum: READ.n, window: 3d}
                model: {name: m, scores: transactions, inputs: [READ.n, terminal.total]}
                """;
        return new PipelineText("reading.yaml", yaml.replace("READ", read), CardEvents.TEXT.schemas());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            PipelineText text, int set, @Nullable OperatorSubtaskState from) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set, new FeatureSetOptions(Order.EVENT_TIME, 10, 4_096, 3, true)),
                FeatureSetOperator.keyOf(
                        PipelineCompiler.compile(text).features().sets().get(set)),
                Types.STRING);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        return harness;
    }

    private final List<PartialVector> emitted = new ArrayList<>();

    /** One event a day through both sets; gives the state of the second one. */
    private OperatorSubtaskState days(PipelineText text, @Nullable OperatorSubtaskState from, int first, int last)
            throws Exception {
        Pipeline pipeline = PipelineCompiler.compile(text);
        try (var read = harness(text, READ, null);
                var reader = harness(text, READER, from)) {
            read.processWatermark(START + (first - 1) * DAY);
            reader.processWatermark(START + (first - 1) * DAY);
            for (int day = first; day < last; day++) {
                long time = START + day * DAY;
                read.processElement(new StreamRecord<>(
                        CardEvents.transaction(pipeline, "" + day, "c", "t", 10, time, 0, day), time));
                read.processWatermark(time);
                for (PartialVector onward : read.extractOutputValues()) {
                    reader.processElement(new StreamRecord<>(onward));
                }
                read.getOutput().clear();
                reader.processWatermark(time);
            }
            emitted.addAll(reader.extractOutputValues());
            return reader.snapshot(1, 1);
        }
    }

    @Test
    void whatIsReadFromASetThatBeganAnewIsMissingForTheWholeReachOfTheReader() throws Exception {
        OperatorSubtaskState state = days(definition("card"), null, 0, 10);
        emitted.clear();
        days(definition("client"), state, 10, 18);

        assertThat(emitted).extracting(partial -> partial.row()[0]).containsExactly(expected(1, 2.0, 8));
        assertThat(emitted).extracting(partial -> partial.row()[1]).containsExactly(expected(4, 6.0, 8));
    }

    private static Double[] expected(int missing, double then, int days) {
        List<Double> all = new ArrayList<>(Collections.nCopies(missing, Double.NaN));
        all.addAll(Collections.nCopies(days - missing, then));
        return all.toArray(Double[]::new);
    }
}
