package io.millrace.dev.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Names what the benchmark of features found. For each run NAME, as {@link FeatureSuite} calls it:
 *
 * <pre>
 * features.NAME.events_per_second              in the measured part
 * features.NAME.cpu_seconds_per_million        of the TaskManager's whole process, in the same part
 * features.NAME.cores                          that it kept busy
 * features.NAME.steady_seconds, steady_events  how long the measured part was
 * features.NAME.broker_cpu_seconds_per_million of the broker's process
 * features.NAME.allocated_bytes_per_event      by the TaskManager's Java threads
 * features.NAME.checkpoints                    completed; also checkpoint_bytes (written for one, on average) and checkpoint_ms
 * features.NAME.state_bytes                    the biggest checkpoint's whole state; RocksDB's files may hold values in several versions
 * features.NAME.state_bytes_per_entity         that over the entities of the workload
 * features.NAME.state_bytes_per_event          that over the events in the longest window
 * features.NAME.checked, wrong                 rows compared with the oracle, and how many of them differ
 * features.NAME.workload                       what it read, in words
 * features.NAME.left_out                       in place of all others: why there are none
 * </pre>
 *
 * and, where both runs were made, the ratios: {@code features.exact.ratio_to_copy}, {@code features.hop.ratio_to_copy}, {@code features.vs_sql_6_windows}, {@code features.vs_sql_1_window}, {@code features.vs_list_200},
 * {@code features.vs_list_2000} (events per second of Millrace over those of the other: higher is better), each also by CPU with {@code _by_cpu} behind; {@code features.window_growth},
 * {@code features.entity_growth}, {@code features.feature_growth} (events per second of the smallest over those of the largest: 1 is best), {@code features.zipf_ratio} (uniform over
 * Zipf).
 */
final class FeaturesFigures {
    private static final String PREFIX = "features.";

    private final Figures figures = new Figures();
    private final FeaturesPlan plan;
    private final FeaturesBenchmark.Outcome outcome;

    private FeaturesFigures(FeaturesPlan plan, FeaturesBenchmark.Outcome outcome) {
        this.plan = plan;
        this.outcome = outcome;
    }

    static Figures of(FeaturesPlan plan, FeaturesBenchmark.Outcome outcome) {
        FeaturesFigures named = new FeaturesFigures(plan, outcome);
        named.ratios();
        outcome.runs().forEach(named::run);
        named.settings();
        Machine.describe(named.figures);
        Machine.versions(named.figures, plan.project());
        return named.figures;
    }

    private void ratios() {
        speed("exact.ratio_to_copy", "exact", "copy");
        speed("hop.ratio_to_copy", "hop", "copy");
        speed("vs_sql_6_windows", "exact", "sql_6_windows");
        speed("vs_sql_1_window", "exact_1_window", "sql_1_window");
        speed("vs_list_200", "exact", "list_200");
        speed("vs_list_2000", "exact_2000", "list_2000");
        growth("window_growth", "contents_", FeatureSuite.contentsVaried(plan.brief()));
        growth("entity_growth", "entities_", FeatureSuite.entitiesVaried(plan.brief()));
        ratio("feature_growth", "features_10", "features_100", FeaturesFigures::speed);
        ratio("zipf_ratio", "exact", "zipf", FeaturesFigures::speed);
    }

    private void growth(String name, String runs, List<Integer> varied) {
        ratio(name, runs + varied.get(0), runs + varied.get(varied.size() - 1), FeaturesFigures::speed);
    }

    private void speed(String name, String ours, String theirs) {
        ratio(name, ours, theirs, FeaturesFigures::speed);
        ratio(name + "_by_cpu", theirs, ours, trial -> trial.steady().cpuSecondsPerMillion());
    }

    private static double speed(FeatureTrial trial) {
        return trial.steady().eventsPerSecond();
    }

    private void ratio(String name, String above, String below, ToDoubleFunction<FeatureTrial> figure) {
        Optional<FeatureTrial> numerator = outcome.trial(above);
        Optional<FeatureTrial> denominator = outcome.trial(below);
        if (numerator.isPresent() && denominator.isPresent()) {
            figures.put(PREFIX + name, figure.applyAsDouble(numerator.get()) / figure.applyAsDouble(denominator.get()));
        }
    }

    private void run(FeatureRun run) {
        String name = PREFIX + run.name() + ".";
        figures.put(name + "workload", run.workload().toString());
        Optional<FeatureTrial> trial = outcome.trial(run.name());
        if (trial.isEmpty()) {
            figures.put(
                    name + "left_out",
                    "its windows were not full after " + plan.patience().toSeconds() + " s");
            return;
        }
        speed(name, trial.get());
        state(name, trial.get(), run);
        if (trial.get().check() != null) {
            figures.put(name + "checked", trial.get().check().checked());
            figures.put(name + "wrong", trial.get().check().wrong());
        }
    }

    private void speed(String name, FeatureTrial trial) {
        figures.put(name + "events_per_second", trial.steady().eventsPerSecond());
        figures.put(name + "cpu_seconds_per_million", trial.steady().cpuSecondsPerMillion());
        figures.put(name + "cores", trial.steady().cores());
        figures.put(name + "steady_seconds", trial.steady().seconds());
        figures.put(name + "steady_events", trial.steady().events());
        figures.put(name + "broker_cpu_seconds_per_million", trial.brokerCpuSecondsPerMillion());
        figures.put(name + "allocated_bytes_per_event", trial.allocatedBytes());
    }

    private void state(String name, FeatureTrial trial, FeatureRun run) {
        FilledTopic topic = outcome.topics().get(run.workload());
        figures.put(name + "checkpoints", trial.report().checkpoints());
        figures.put(name + "checkpoint_bytes", trial.report().checkpointBytes());
        figures.put(name + "checkpoint_ms", trial.report().checkpointMs());
        figures.put(name + "state_bytes", trial.report().stateBytes());
        if (run.engine() != FeatureRun.Engine.COPY && topic != null) {
            figures.put(name + "state_bytes_per_entity", trial.report().stateBytes() / topic.entities());
            figures.put(name + "state_bytes_per_event", trial.report().stateBytes() / topic.untilFull());
        }
    }

    private void settings() {
        figures.put("settings.parallelism", plan.parallelism());
        figures.put("settings.checkpoint_interval", plan.checkpointInterval());
        figures.put(
                "settings.profile", plan.project().relativize(plan.profile()).toString());
        figures.put("settings.task_manager_mib", PipelineBenchmark.MEMORY.total());
        figures.put("settings.events", plan.events());
        figures.put("settings.brief", Boolean.toString(plan.brief()));
        figures.put("settings.window_growth", varied(FeatureSuite.contentsVaried(plan.brief())));
        figures.put("settings.entity_growth", varied(FeatureSuite.entitiesVaried(plan.brief())));
        outcome.topics().values().stream()
                .findFirst()
                .ifPresent(topic -> figures.put("settings.event_bytes", (double) topic.bytes() / topic.events()));
    }

    private static String varied(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The ratios among the figures, by name, in the order of the suite. */
    static List<String> ratioNames() {
        return List.of(
                "features.exact.ratio_to_copy",
                "features.hop.ratio_to_copy",
                "features.vs_sql_6_windows",
                "features.vs_sql_1_window",
                "features.vs_list_200",
                "features.vs_list_2000",
                "features.window_growth",
                "features.entity_growth",
                "features.feature_growth",
                "features.zipf_ratio");
    }
}
