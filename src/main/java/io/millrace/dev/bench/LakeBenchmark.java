package io.millrace.dev.bench;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.lake.Lake;
import io.millrace.dev.AddedJars;
import io.millrace.dev.JobJars;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the lake: its job alone on topics that are full, the scoring job without it and beside it, what an event takes in Kafka and in the lake, how fast a backfill computes the vectors again, and how
 * fast predictions are computed again.
 *
 * <p>Before a speed counts, the result is checked: every record in the lake once, an answer for each event, a vector for each prediction, every prediction the same to the bit.
 */
final class LakeBenchmark {
    private static final String ALONE = "alone";
    private static final String BESIDE = "beside";
    /** Flink gathers metrics for its API every ten seconds where it is not told otherwise. */
    private static final Map<String, String> METRICS = Map.of("metrics.fetcher.update-interval", "500");

    private final PipelinePlan plan;
    private final Map<String, String> settings;
    private final PrintWriter progress;
    private final Pipeline pipeline;

    /** @param settings of the jobs, over those of the plan */
    LakeBenchmark(PipelinePlan plan, Map<String, String> settings, PrintWriter progress) {
        this.plan = plan;
        this.settings = settings;
        this.progress = progress;
        this.pipeline = PipelineCompiler.compile(PipelineCompiler.read(plan.definition()));
    }

    /** Records, and how many bytes of files hold them. */
    record Kept(long records, long bytes) {
        double bytesPerRecord() {
            return (double) bytes / records;
        }
    }

    /**
     * What came out.
     *
     * @param filled the events
     * @param alone the lake's job by itself
     * @param scoring the scoring job by itself
     * @param beside the scoring job, with the lake's job beside it
     * @param backfill all vectors again
     * @param replay all predictions again
     * @param inKafka the events, in the broker's files
     * @param events in the lake's files
     * @param predictions in the lake's files
     */
    record Outcome(
            Filling.Filled filled,
            Stretch alone,
            Trial scoring,
            Trial beside,
            Stretch backfill,
            Stretch replay,
            Kept inKafka,
            Kept events,
            Kept predictions) {}

    Outcome run() throws IOException {
        JobJars jars = JobJars.of(plan.project());
        List<Path> added = AddedJars.ofLake(plan.project());
        say("training or finding the model");
        try (Rows rows = plan.rows().get()) {
            say("model " + BenchModel.champion(pipeline, plan.models(), rows).digest());
        }
        Path directory = plan.state().resolve("stack");
        say("starting a stack in " + directory);
        try (Stack stack = Stack.start(StackSettings.of(plan.project(), directory)
                        .withTaskManagers(0, 2 * plan.parallelism())
                        .withMemory(PipelineBenchmark.MEMORY)
                        .withFlink(METRICS)
                        .withFlinkLib(Stream.concat(Stream.of(jars.lib()), added.stream())
                                .toArray(Path[]::new)));
                KafkaTopics topics = new KafkaTopics(stack.broker(), plan.parallelism())) {
            return measure(stack, topics, new LakeRuns(plan, settings, pipeline, stack, topics, jars));
        }
    }

    private Outcome measure(Stack stack, KafkaTopics topics, LakeRuns runs) throws IOException {
        List<Source> sources = pipeline.sources();
        Filling.Filled filled = fill(stack, topics);
        long records = filled.scored() + filled.others();
        Kept inKafka = new Kept(
                records, topics.bytes(sources.stream().map(Source::topic).toList()));

        Stretch alone = runs.keep(ALONE, records);
        say("the lake's job alone", alone);
        Kept events = kept(
                runs,
                ALONE,
                sources.stream().map(LakeTopic::of).map(LakeTopic::table).toList());
        Trial scoring = runs.score("scoring");
        say("scoring alone", scoring.steady());
        Trial beside = runs.scoreAndKeep(BESIDE, records);
        say("scoring beside the lake's job", beside.steady());
        Stretch backfill = runs.backfill(BESIDE);
        say("backfill", backfill);
        Kept predictions = kept(runs, BESIDE, List.of(LakeTopic.PREDICTIONS));
        long vectors = kept(runs, BESIDE, List.of(LakeRuns.VECTORS)).records();
        if (vectors != predictions.records()) {
            throw new BenchException("The backfill wrote " + vectors + " vectors; expected " + predictions.records()
                    + ", one for each prediction");
        }
        Stretch replay = runs.replay(BESIDE, predictions.records());
        say("replay", replay);
        return new Outcome(filled, alone, scoring, beside, backfill, replay, inKafka, events, predictions);
    }

    private Filling.Filled fill(Stack stack, KafkaTopics topics) {
        say("filling topics with " + plan.events() + " events");
        topics.makeAnew(pipeline.sources().stream().map(Source::topic).toList());
        topics.makeAnew(JobUnderTest.scoring(pipeline).topics());
        try (Rows rows = plan.rows().get()) {
            return new Filling(
                            pipeline,
                            stack.broker().bootstrapServers(),
                            stack.registry().url())
                    .fill(rows, plan.events());
        }
    }

    private static Kept kept(LakeRuns runs, String run, List<String> tables) throws IOException {
        try (Lake lake = runs.lake(run)) {
            return new Kept(
                    tables.stream().mapToLong(lake::rows).sum(),
                    tables.stream().mapToLong(lake::bytes).sum());
        }
    }

    private void say(String what, Stretch stretch) {
        say(what + ": " + FigureTable.number(stretch.eventsPerSecond(), 0) + " events/s, "
                + FigureTable.number(stretch.cpuSecondsPerMillion(), 2) + " CPU seconds for a million");
    }

    private void say(String line) {
        progress.println("bench: " + line);
    }
}
