package io.millrace.dev.bench;

/** Shows the figures of the pipeline benchmark to people, and says what they mean. */
final class PipelineTable {
    private static final String EXPLANATION = """
            Steady: from 10%% of the results to 95%%, by the records in the output topics; whole: from the job's start to 99.5%%.
            CPU seconds are those of the TaskManager's process, all threads, JVM and RocksDB within; not the broker's.
            Both jobs: exactly once, parallelism %s, checkpoint each %s, the same topics and settings. Output was read back and is complete.
            """;

    /** Below it, warm-up and the grain of the samples decide. */
    private static final double LONG_ENOUGH_SECONDS = 5;

    private PipelineTable() {}

    static String of(Figures figures) {
        FigureTable table = new FigureTable("copy", "pipeline", "ratio");
        row(table, figures, "events per second, steady", ".events_per_second", 0);
        row(table, figures, "events per second, whole", ".whole_events_per_second", 0);
        row(table, figures, "CPU seconds for a million, steady", ".cpu_seconds_per_million", 2);
        row(table, figures, "CPU seconds for a million, whole", ".whole_cpu_seconds_per_million", 2);
        plain(table, figures, "seconds, steady", ".steady_seconds", 1);
        row(table, figures, "cores kept busy, steady", ".cores", 2);
        row(table, figures, "peak resident memory, MiB", ".peak_rss_mib", 0);
        row(table, figures, "bytes of a result", ".result_bytes", 0);
        plain(table, figures, "results", ".results", 0);
        plain(table, figures, "dead letters", ".dead_letters", 0);
        plain(table, figures, "checkpoints, all runs", ".checkpoints", 0);
        plain(table, figures, "checkpoint written, MiB", ".checkpoint_mib", 1);
        plain(table, figures, "biggest state, MiB", ".state_mib", 1);
        plain(table, figures, "checkpoint, ms", ".checkpoint_ms", 0);
        plain(table, figures, "longest checkpoint, ms", ".longest_checkpoint_ms", 0);
        for (int run = 1; run <= (int) figures.number("settings.rounds"); run++) {
            row(table, figures, "run " + run + ", events per second", ".run_" + run + ".events_per_second", 0);
        }
        return table
                + "\n"
                + EXPLANATION.formatted(
                        figures.text("settings.parallelism"), figures.text("settings.checkpoint_interval"))
                + warning(figures, "copy")
                + warning(figures, "pipeline");
    }

    private static String warning(Figures figures, String job) {
        double seconds = figures.number(job + ".steady_seconds");
        return seconds >= LONG_ENOUGH_SECONDS
                ? ""
                : "The steady part of " + job + " lasted only " + FigureTable.number(seconds, 1)
                        + " s, too short for figures that repeat: give more --events.\n";
    }

    private static void row(FigureTable table, Figures figures, String label, String figure, int digits) {
        double copy = figures.number("copy" + figure);
        double pipeline = figures.number("pipeline" + figure);
        table.row(
                label,
                FigureTable.number(copy, digits),
                FigureTable.number(pipeline, digits),
                copy == 0 ? "" : FigureTable.number(pipeline / copy, 3));
    }

    private static void plain(FigureTable table, Figures figures, String label, String figure, int digits) {
        table.row(
                label,
                FigureTable.number(figures.number("copy" + figure), digits),
                FigureTable.number(figures.number("pipeline" + figure), digits),
                "");
    }
}
