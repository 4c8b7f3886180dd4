package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** A pipeline whose entities are erased by events of a source: one with windows that end, one with a key of two fields, one with lifetime windows and facts. */
final class Erasable {
    static final int CARD = 0;
    static final int PAIR = 1;
    static final int TERMINAL = 2;
    static final int LATE = 20_000;
    static final int MAX_PARALLELISM = 16;

    private static final int TRANSACTIONS = 0;
    private static final int FRAUDS = 1;
    private static final int FORGOTTEN = 2;

    private static final String ERASURE = """
            {"type": "record", "name": "Erasure", "namespace": "cards", "fields": [
              {"name": "request_id", "type": "string"},
              {"name": "requested_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer_id", "type": "string"},
              {"name": "terminal_id", "type": "string"}]}
            """;

    private static final String YAML = """
            pipeline: erasures
            sources:
              transactions: {topic: transactions, schema: schemas/transaction.avsc, id: transaction_id, time: event_time}
              frauds: {topic: frauds, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}
              forgotten: {topic: forgotten, schema: schemas/erasure.avsc, id: request_id, time: requested_at}
            features:
              card:
                entity: customer_id
                source: transactions
                erase: forgotten
                n: {count: all, windows: [10s, 1m]}
                most: {max: amount, window: 1m}
                before: {last: amount, k: 3, window: 1m, lag: 5s}
              pair:
                entity: [customer_id, terminal_id]
                source: transactions
                erase: forgotten
                spent: {sum: amount, windows: [10s, lifetime]}
                before: {last: amount, k: 2, window: 1m, includes_current: false}
              terminal:
                entity: terminal_id
                source: transactions
                erase: forgotten
                spent: {sum: amount, windows: [10s, lifetime]}
                most: {max: amount, windows: [10s, lifetime]}
                first: {first: amount, k: 2, windows: [1m, lifetime]}
                amounts: {distinct: amount, window: 1m}
                reported: {source: frauds, count: all, windows: [1m, lifetime]}
            model: {name: m, scores: transactions, inputs: [card.*, pair.*, terminal.*]}
            late: 20s
            """;

    static final PipelineText TEXT = text(YAML);
    static final Pipeline PIPELINE = PipelineCompiler.compile(TEXT);

    private Erasable() {}

    /** The definition with one part of it replaced. */
    static PipelineText with(String part, String replacement) {
        return text(YAML.replace(part, replacement));
    }

    private static PipelineText text(String yaml) {
        Map<String, String> schemas = new HashMap<>(CardEvents.TEXT.schemas());
        schemas.put("schemas/erasure.avsc", ERASURE);
        return new PipelineText("erasures.yaml", yaml, schemas);
    }

    static PartialVector transaction(
            String id, String customer, String terminal, double amount, long time, long offset) {
        Event event = event(
                TRANSACTIONS,
                id,
                time,
                offset,
                Map.of("customer_id", customer, "terminal_id", terminal, "amount", amount));
        return PartialVector.scored(event, PIPELINE.features().features().size());
    }

    static PartialVector fraud(String id, String terminal, long time, long offset) {
        return PartialVector.fact(event(FRAUDS, id, time, offset, Map.of("terminal_id", terminal)));
    }

    static PartialVector erasure(String id, String customer, String terminal, long time, long offset) {
        return PartialVector.fact(
                event(FORGOTTEN, id, time, offset, Map.of("customer_id", customer, "terminal_id", terminal)));
    }

    private static Event event(int source, String id, long time, long offset, Map<String, Object> values) {
        EventType type = PIPELINE.sources().get(source).type();
        int slots = type.fields().size();
        long[] bits = new long[slots];
        @Nullable String[] strings = new String[slots];
        for (int slot = 0; slot < slots; slot++) {
            String name = type.fields().get(slot).name();
            Object value = slot == type.idSlot() ? id : slot == type.timeSlot() ? time : values.get(name);
            if (type.fields().get(slot).kind() == FieldKind.STRING) {
                strings[slot] = (String) value;
            } else {
                bits[slot] = value instanceof Double number ? Double.doubleToRawLongBits(number) : (Long) value;
            }
        }
        return new Event(source, 0, offset, time, 1, id, time, 0, bits, strings);
    }

    static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(int set, Order order)
            throws Exception {
        return features(TEXT, set, order, 1, 0, new EmbeddedRocksDBStateBackend());
    }

    static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(
            PipelineText text, int set, Order order, int parallelism, int subtask, StateBackend backend)
            throws Exception {
        return features(text, set, new FeatureSetOptions(order, 2, 4_096, 3, false), parallelism, subtask, backend);
    }

    static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(
            PipelineText text, int set, FeatureSetOptions options, int parallelism, int subtask, StateBackend backend)
            throws Exception {
        FeatureSet featureSet = PipelineCompiler.compile(text).features().sets().get(set);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set, options),
                FeatureSetOperator.keyOf(featureSet),
                Types.STRING,
                MAX_PARALLELISM,
                parallelism,
                subtask);
        harness.setStateBackend(backend);
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
