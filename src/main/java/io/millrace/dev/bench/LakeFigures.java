package io.millrace.dev.bench;

import io.millrace.dev.bench.LakeBenchmark.Outcome;

/**
 * Names what the lake's benchmark found.
 *
 * <pre>
 * lake.events                       in all sources
 * lake.events_per_second            of the lake's job alone, from 10% of the events to 95%
 * lake.cpu_seconds_per_million      of its TaskManager, in the same part
 * lake.scoring_alone                events per second of the scoring job, steady
 * lake.scoring_beside               the same, with the lake's job in the same TaskManager
 * lake.beside_scoring_ratio         the second over the first
 * lake.stream_per_second            events per second of the scoring job, from its start to 99.5% of the results
 * lake.backfill_per_second          vectors per second of a backfill, from its start to its end
 * lake.backfill_vs_stream           the second over the first
 * lake.backfill_vs_stream_cpu       how many times as much CPU time an event takes in the stream
 * lake.replay_per_second            predictions computed again from the lake, reading within
 * lake.raw_bytes_per_event          key and Avro value
 * lake.kafka_bytes_per_event        in the broker's files
 * lake.bytes_per_event              in the lake's files
 * lake.bytes_per_prediction         in the lake's files
 * </pre>
 */
final class LakeFigures {
    private LakeFigures() {}

    static Figures of(PipelinePlan plan, Outcome outcome) {
        Figures figures = new Figures();
        double alone = outcome.scoring().steady().eventsPerSecond();
        double beside = outcome.beside().steady().eventsPerSecond();
        Stretch stream = outcome.scoring().whole();
        Stretch backfill = outcome.backfill();
        long events = outcome.filled().scored() + outcome.filled().others();
        figures.put("lake.events", events);
        figures.put("lake.events_per_second", outcome.alone().eventsPerSecond());
        figures.put("lake.cpu_seconds_per_million", outcome.alone().cpuSecondsPerMillion());
        figures.put("lake.scoring_alone", alone);
        figures.put("lake.scoring_beside", beside);
        figures.put("lake.beside_scoring_ratio", beside / alone);
        figures.put("lake.stream_per_second", stream.eventsPerSecond());
        figures.put("lake.backfill_per_second", backfill.eventsPerSecond());
        figures.put("lake.backfill_vs_stream", backfill.eventsPerSecond() / stream.eventsPerSecond());
        figures.put("lake.backfill_vs_stream_cpu", stream.cpuSecondsPerMillion() / backfill.cpuSecondsPerMillion());
        figures.put("lake.replay_per_second", outcome.replay().eventsPerSecond());
        figures.put("lake.raw_bytes_per_event", (double) outcome.filled().bytes() / events);
        figures.put("lake.kafka_bytes_per_event", outcome.inKafka().bytesPerRecord());
        figures.put("lake.bytes_per_event", outcome.events().bytesPerRecord());
        figures.put("lake.bytes_per_prediction", outcome.predictions().bytesPerRecord());
        figures.put("settings.events", plan.events());
        figures.put("settings.parallelism", plan.parallelism());
        Machine.describe(figures);
        Machine.versions(figures, plan.project());
        return figures;
    }

    static String table(Figures figures) {
        FigureTable table = new FigureTable("");
        row(table, figures, "events per second into the lake, its job alone", "lake.events_per_second", 0);
        row(table, figures, "CPU seconds for a million of them", "lake.cpu_seconds_per_million", 2);
        row(table, figures, "events per second scored, steady", "lake.scoring_alone", 0);
        row(table, figures, "the same with the lake's job beside", "lake.scoring_beside", 0);
        row(table, figures, "ratio", "lake.beside_scoring_ratio", 3);
        row(table, figures, "events per second scored, from start to end", "lake.stream_per_second", 0);
        row(table, figures, "vectors per second of a backfill, from start to end", "lake.backfill_per_second", 0);
        row(table, figures, "ratio", "lake.backfill_vs_stream", 2);
        row(table, figures, "CPU time of an event, stream over backfill", "lake.backfill_vs_stream_cpu", 2);
        row(table, figures, "predictions computed again per second", "lake.replay_per_second", 0);
        row(table, figures, "bytes of an event, key and Avro", "lake.raw_bytes_per_event", 1);
        row(table, figures, "in Kafka", "lake.kafka_bytes_per_event", 1);
        row(table, figures, "in the lake", "lake.bytes_per_event", 1);
        row(table, figures, "bytes of a prediction in the lake", "lake.bytes_per_prediction", 1);
        return table.toString();
    }

    private static void row(FigureTable table, Figures figures, String label, String name, int digits) {
        table.row(label, FigureTable.number(figures.number(name), digits));
    }
}
