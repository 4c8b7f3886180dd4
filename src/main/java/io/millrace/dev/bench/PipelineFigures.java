package io.millrace.dev.bench;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Names what the pipeline benchmark found. For each of the jobs {@code pipeline} and {@code copy}:
 *
 * <pre>
 * JOB.events_per_second             steady, the median of the runs: from 10% of the results to 95%
 * JOB.cpu_seconds_per_million       of the TaskManager's process, in the same part
 * JOB.steady_seconds                how long that part lasted; a second or two do not repeat well
 * JOB.cores                         that it kept busy in the same part
 * JOB.whole_events_per_second       from the job's start to 99.5% of the results, warm-up within
 * JOB.whole_cpu_seconds_per_million from the TaskManager's being ready to 99.5%
 * JOB.peak_rss_mib                  the highest of the runs
 * JOB.checkpoints                   completed in all runs; also checkpoint_mib, state_mib, checkpoint_ms, longest_checkpoint_ms
 * JOB.results, JOB.dead_letters     of one run, read back as committed
 * JOB.result_bytes                  key and value of a result, on average
 * JOB.run_N.events_per_second       of each run; also cpu_seconds_per_million
 * </pre>
 *
 * and {@code pipeline.ratio_to_copy} (events per second of the job over those of the copy: higher is better), {@code pipeline.cpu_ratio_to_copy} (CPU
 * seconds over those of the copy: lower is better), {@code pipeline.events}, {@code pipeline.other_events} (of sources that only feed features), {@code
 * pipeline.event_bytes}.
 */
final class PipelineFigures {
    private static final String PIPELINE = "pipeline";
    private static final String COPY = "copy";

    private final Figures figures = new Figures();

    private PipelineFigures() {}

    static Figures of(PipelinePlan plan, PipelineBenchmark.Outcome outcome) {
        PipelineFigures named = new PipelineFigures();
        named.input(outcome.filled());
        outcome.trials().forEach(named::job);
        named.ratios();
        named.settings(plan);
        Machine.describe(named.figures);
        Machine.versions(named.figures, plan.project());
        return named.figures;
    }

    private void input(Filling.Filled filled) {
        figures.put("pipeline.events", filled.scored());
        figures.put("pipeline.other_events", filled.others());
        figures.put("pipeline.event_bytes", (double) filled.bytes() / (filled.scored() + filled.others()));
    }

    private void job(String job, List<Trial> trials) {
        median(job + ".events_per_second", trials, trial -> trial.steady().eventsPerSecond());
        median(job + ".cpu_seconds_per_million", trials, trial -> trial.steady().cpuSecondsPerMillion());
        median(job + ".steady_seconds", trials, trial -> trial.steady().seconds());
        median(job + ".cores", trials, trial -> trial.steady().cores());
        median(job + ".whole_events_per_second", trials, trial -> trial.whole().eventsPerSecond());
        median(job + ".whole_cpu_seconds_per_million", trials, trial -> trial.whole()
                .cpuSecondsPerMillion());
        figures.put(job + ".peak_rss_mib", Median.highest(trials, Trial::peakMib));
        checkpoints(job, trials);
        Output output = trials.get(0).output();
        figures.put(job + ".results", output.results());
        figures.put(job + ".dead_letters", output.deadLetters());
        figures.put(job + ".result_bytes", (double) output.bytes() / output.results());
        for (int i = 0; i < trials.size(); i++) {
            String run = job + ".run_" + (i + 1);
            figures.put(run + ".events_per_second", trials.get(i).steady().eventsPerSecond());
            figures.put(run + ".cpu_seconds_per_million", trials.get(i).steady().cpuSecondsPerMillion());
        }
    }

    private void checkpoints(String job, List<Trial> trials) {
        figures.put(
                job + ".checkpoints",
                trials.stream().mapToLong(trial -> trial.report().checkpoints()).sum());
        median(job + ".checkpoint_mib", trials, trial -> trial.report().checkpointMib());
        median(job + ".checkpoint_ms", trials, trial -> trial.report().checkpointMs());
        figures.put(job + ".state_mib", Median.highest(trials, trial -> trial.report()
                .stateMib()));
        figures.put(job + ".longest_checkpoint_ms", Median.highest(trials, trial -> trial.report()
                .longestCheckpointMs()));
    }

    private void median(String name, List<Trial> trials, ToDoubleFunction<Trial> figure) {
        figures.put(name, Median.of(trials, figure));
    }

    private void ratios() {
        figures.put("pipeline.ratio_to_copy", ratio(".events_per_second"));
        figures.put("pipeline.cpu_ratio_to_copy", ratio(".cpu_seconds_per_million"));
    }

    private double ratio(String figure) {
        return figures.number(PIPELINE + figure) / figures.number(COPY + figure);
    }

    private void settings(PipelinePlan plan) {
        figures.put("settings.events", plan.events());
        figures.put("settings.rounds", plan.rounds());
        figures.put(
                "settings.profile", plan.project().relativize(plan.profile()).toString());
        figures.put("settings.task_manager_mib", PipelineBenchmark.MEMORY.total());
        Map<String, String> unreachable = plan.settings("-", "-", "-");
        Settings settings = Settings.read(
                List.of(plan.profile()),
                Map.of(),
                unreachable.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        for (Setting setting : List.of(
                Setting.PARALLELISM,
                Setting.CHECKPOINT_INTERVAL,
                Setting.SCORING_ORDER,
                Setting.SCORING_BATCH,
                Setting.SCORING_WAIT)) {
            figures.put("settings." + setting.key().replace('.', '_'), settings.text(setting));
        }
    }
}
