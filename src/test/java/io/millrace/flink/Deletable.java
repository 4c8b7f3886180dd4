package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A pipeline whose sources declare deletes, over the events of {@link CardEvents}. */
final class Deletable {
    static final int CARD = 0;
    static final int TERMINAL = 1;
    static final int DUPLICATES = 600_000;
    static final int LATE = 20_000;
    static final int MAX_PARALLELISM = 16;

    private static final String YAML = """
            pipeline: deletions
            sources:
              transactions: {topic: transactions, schema: schemas/transaction.avsc, id: transaction_id, time: event_time, duplicates: 10m, future: 1m, deletes: true}
              frauds: {topic: frauds, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at, duplicates: 10m, future: 1m, deletes: true}
            features:
              card:
                entity: customer_id
                source: transactions
                n: {count: all, windows: [10s, 1m]}
              terminal:
                entity: terminal_id
                source: transactions
                seen: {count: all, windows: [10s, 1m], lag: 5s}
                spent: {sum: amount, windows: [10s, lifetime]}
                most: {max: amount, windows: [10s, lifetime]}
                last: {last: amount, k: 3, window: 1m, includes_current: false}
                pause: {gap_mean: all, window: 1m}
                reported: {source: frauds, count: all, windows: [1m, lifetime]}
            model: {name: m, scores: transactions, inputs: [card.*, terminal.*]}
            late: 20s
            """;

    static final PipelineText TEXT = new PipelineText("deletions.yaml", YAML, CardEvents.TEXT.schemas());
    static final Pipeline PIPELINE = PipelineCompiler.compile(TEXT);

    private Deletable() {}

    static PartialVector transaction(
            String id, String customer, String terminal, double amount, long time, long offset) {
        return scored(CardEvents.transaction(id, customer, terminal, amount, time, 0, offset)
                .event());
    }

    static PartialVector scored(Event event) {
        assertThat(PIPELINE.scored().type().fields())
                .isEqualTo(CardEvents.PIPELINE.scored().type().fields());
        return PartialVector.scored(event, PIPELINE.features().features().size());
    }

    /** A tombstone as it leaves the source. */
    static PartialVector tombstone(String id, long offset) {
        return PartialVector.retraction(Event.toDelete(0, 0, offset, CardEvents.START, id));
    }

    static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(int set, Order order)
            throws Exception {
        return features(set, order, 3);
    }

    static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(
            int set, Order order, int heldInMemory) throws Exception {
        FeatureSet featureSet = PIPELINE.features().sets().get(set);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(TEXT, set, new FeatureSetOptions(order, 2, 4_096, heldInMemory, false)),
                FeatureSetOperator.keyOf(featureSet),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    static double feature(PartialVector partial, String name) {
        return PIPELINE.features().features().stream()
                .filter(feature -> feature.name().equals(name))
                .mapToDouble(feature -> partial.row()[feature.slot()])
                .findFirst()
                .orElseThrow();
    }
}
