package io.millrace.dev.bench;

import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A definition of features for the benchmark: count, sum, average, minimum and maximum of a customer's payments in some windows.
 *
 * @param windows as a definition writes them
 * @param hop to whole multiples of which windows begin, in milliseconds; 1 where they are exact
 */
record FeatureDefinition(List<String> windows, long hop) {
    /** Events a customer pays with; short, as the topics of the benchmark are filled with millions. */
    private static final String SCHEMA = """
            {"type": "record", "name": "Payment", "namespace": "io.millrace.bench", "fields": [
              {"name": "transaction_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer_id", "type": "string"},
              {"name": "amount", "type": "double"}]}
            """;

    private static final String YAML = """
            pipeline: bench-features
            description: Aggregates of a customer's payments in several windows.
            late: 0s
            sources:
              payments:
                topic: bench-payments
                schema: bench/payment.avsc
                id: transaction_id
                time: event_time
                lateness: 5s
                duplicates: 0s
                file:
                  columns: {transaction_id: TRANSACTION_ID, event_time: TX_DATETIME, customer_id: CUSTOMER_ID, amount: TX_AMOUNT}
            features:
              customer:
                entity: customer_id
                source: payments
                count: {count: all, windows: [%1$s]%2$s}
                sum: {sum: amount, windows: [%1$s]%2$s}
                avg: {avg: amount, windows: [%1$s]%2$s}
                min: {min: amount, windows: [%1$s]%2$s}
                max: {max: amount, windows: [%1$s]%2$s}
            model: {name: none, scores: payments, inputs: [customer.*]}
            """;

    static final FeatureDefinition TEN = exact("1h", "30d");
    static final FeatureDefinition THIRTY = exact("1m", "10m", "1h", "24h", "7d", "30d");
    /** The same windows, of which each begins with a whole minute. */
    static final FeatureDefinition THIRTY_BY_MINUTE = new FeatureDefinition(THIRTY.windows(), 60_000);

    static final FeatureDefinition HUNDRED = exact(
            "1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "8h", "12h", "1d", "2d", "3d", "5d", "7d",
            "10d", "14d", "30d");
    static final FeatureDefinition ONE_SHORT_WINDOW = exact("1m");

    FeatureDefinition {
        windows = List.copyOf(windows);
    }

    private static FeatureDefinition exact(String... windows) {
        return new FeatureDefinition(List.of(windows), 1);
    }

    String yaml() {
        String accuracy = hop == 1 ? "" : ", accuracy: {hop: " + hop + "ms}";
        return YAML.formatted(String.join(", ", windows), accuracy);
    }

    /** Writes the definition and its schema into a directory of their own, and returns the definition's file. */
    Path write(Path directory) {
        try {
            Path folder = directory.resolve(String.join("-", windows) + (hop == 1 ? "" : "-hop-" + hop));
            Files.createDirectories(folder.resolve("bench"));
            Files.writeString(folder.resolve("bench").resolve("payment.avsc"), SCHEMA);
            return Files.writeString(folder.resolve("pipeline.yaml"), yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pipeline compiled(Path directory) {
        return PipelineCompiler.compile(PipelineCompiler.read(write(directory)));
    }
}
