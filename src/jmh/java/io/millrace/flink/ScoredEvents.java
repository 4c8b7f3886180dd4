package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.PipelineText;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events of the benchmarks of scoring, whose features are there already: a vector of {@link ScoredModels#WIDTH}. */
final class ScoredEvents {
    private static final String SCHEMA = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"}, {"name": "customer", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
            """;
    private static final String YAML = """
            pipeline: bench-scoring
            sources:
              payments: {topic: payments, schema: payment.avsc, id: id, time: time, lateness: 5s}
            features:
              customer:
                entity: customer
                source: payments
                count: {count: all, windows: [%s]}
            model: {name: bench, scores: payments, inputs: [customer.*]}
            """;

    /** What the events are declared as. */
    static final PipelineText DEFINITION = new PipelineText(
            "bench.yaml",
            YAML.formatted(IntStream.rangeClosed(1, ScoredModels.WIDTH)
                    .mapToObj(minutes -> minutes + "m")
                    .collect(Collectors.joining(", "))),
            Map.of("payment.avsc", SCHEMA));

    private ScoredEvents() {}

    /**
     * An event with its features.
     *
     * @param number its offset
     * @param rows vectors, one after the other, of which the one at {@code row} is the event's
     */
    static PartialVector event(long number, long time, float[] rows, int row) {
        String id = "payment-" + number;
        Event event = new Event(
                0, 0, number, time, 1, id, time, 0, new long[] {0, 0, time}, new @Nullable String[] {id, "c" + row, null
                });
        PartialVector partial = PartialVector.scored(event, ScoredModels.WIDTH);
        for (int i = 0; i < ScoredModels.WIDTH; i++) {
            partial.row()[i] = rows[row * ScoredModels.WIDTH + i];
        }
        partial.frontier().add(0, 0, 0, number);
        return partial;
    }
}
