package io.millrace.dev.bench;

import io.millrace.dev.bench.FeaturesBenchmark.Outcome;

/** Shows the figures of the benchmark of features to people, and says what they mean. */
final class FeaturesTable {
    private static final String EXPLANATION = """
            All jobs: Kafka to Kafka, exactly once, RocksDB, parallelism %s, checkpoint each %s, the same events and settings. Measured once windows were full.
            CPU: seconds for a million events of the TaskManager's process, all threads, JVM and RocksDB within. State: the biggest checkpoint.
            exact: Millrace, 5 aggregates in 6 windows. sql: Flink SQL with OVER. list: a list in state, scanned for each event.
            """;

    private FeaturesTable() {}

    static String of(Outcome outcome, Figures figures) {
        FigureTable table = new FigureTable(
                "events/s", "CPU s", "broker", "cores", "B alloc.", "B/entity", "B/event", "MiB ckpt.", "s", "checked");
        for (FeatureRun run : outcome.runs()) {
            if (outcome.trial(run.name()).isPresent()) {
                table.row(run.name(), cells(figures, "features." + run.name()));
            } else {
                table.row(run.name(), "left out", "", "", "", "", "", "", "", "", "");
            }
        }
        return table + "\n" + ratios(figures)
                + EXPLANATION.formatted(
                        (long) figures.number("settings.parallelism"), figures.text("settings.checkpoint_interval"));
    }

    private static String[] cells(Figures figures, String run) {
        return new String[] {
            cell(figures, run + ".events_per_second", 0),
            cell(figures, run + ".cpu_seconds_per_million", 2),
            cell(figures, run + ".broker_cpu_seconds_per_million", 2),
            cell(figures, run + ".cores", 2),
            cell(figures, run + ".allocated_bytes_per_event", 0),
            cell(figures, run + ".state_bytes_per_entity", 0),
            cell(figures, run + ".state_bytes_per_event", 1),
            FigureTable.number(figures.number(run + ".checkpoint_bytes") / (1 << 20), 1),
            cell(figures, run + ".steady_seconds", 1),
            cell(figures, run + ".checked", 0)
        };
    }

    private static String cell(Figures figures, String name, int digits) {
        return figures.has(name) ? FigureTable.number(figures.number(name), digits) : "";
    }

    private static String ratios(Figures figures) {
        StringBuilder text = new StringBuilder();
        for (String name : FeaturesFigures.ratioNames()) {
            if (figures.has(name)) {
                text.append(name)
                        .append(' ')
                        .append(FigureTable.number(figures.number(name), 2))
                        .append('\n');
            }
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }
}
