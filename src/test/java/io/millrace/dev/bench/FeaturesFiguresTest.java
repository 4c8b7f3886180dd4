package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.bench.FeatureSuite.Part;
import io.millrace.dev.bench.FeaturesBenchmark.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeaturesFiguresTest {
    private static final FeaturesPlan PLAN = new FeaturesPlan(
            Path.of(""),
            Set.of(Part.COPY, Part.SQL6),
            true,
            1_000,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(9),
            2,
            null);
    private static final List<FeatureRun> RUNS =
            PLAN.runs().values().stream().flatMap(List::stream).toList();
    private static final Map<Workload, FilledTopic> TOPICS =
            Map.of(RUNS.get(0).workload(), new FilledTopic(21_000, 20_000, 100, 840_000, Map.of()));

    private static FeatureTrial trial(double seconds, OutputCheck.Result check) {
        return new FeatureTrial(
                new Stretch(1_000, seconds, seconds * 2),
                3,
                500,
                new JobReport(0, 2, 0, 0.5, 2, 20, 30),
                21_000,
                100,
                check);
    }

    private static Outcome outcome(Map<String, FeatureTrial> trials) {
        return new Outcome(RUNS, trials, TOPICS);
    }

    @Test
    void ratiosAreOfSpeedAndOfCpu() {
        Figures figures = FeaturesFigures.of(
                PLAN,
                outcome(Map.of(
                        "copy", trial(1, null),
                        "exact", trial(4, new OutputCheck.Result(9, 0, "")),
                        "sql_6_windows", trial(100, new OutputCheck.Result(9, 0, "")))));

        assertThat(figures.number("features.exact.ratio_to_copy")).isEqualTo(0.25);
        assertThat(figures.number("features.vs_sql_6_windows")).isEqualTo(25);
        assertThat(figures.number("features.vs_sql_6_windows_by_cpu")).isEqualTo(25);
        assertThat(figures.number("features.exact.state_bytes_per_entity")).isEqualTo(20_971.52);
        assertThat(figures.number("features.exact.state_bytes_per_event")).isEqualTo(104.858);
        assertThat(figures.number("features.exact.checked")).isEqualTo(9);
        assertThat(figures.number("settings.event_bytes")).isEqualTo(40);
        assertThat(figures.has("features.copy.state_bytes_per_entity")).isFalse();
    }

    @Test
    void whatWasNotMeasuredIsAbsent() {
        Outcome outcome = outcome(Map.of("copy", trial(1, null)));
        Figures figures = FeaturesFigures.of(PLAN, outcome);

        assertThat(figures.has("features.exact.ratio_to_copy")).isFalse();
        assertThat(figures.has("features.vs_sql_6_windows")).isFalse();
        assertThat(figures.has("features.window_growth")).isFalse();
        assertThat(figures.text("features.exact.left_out")).isEqualTo("its windows were not full after 9 s");
        assertThat(FeaturesTable.of(outcome, figures))
                .containsPattern("(?m)^copy +1,000")
                .containsPattern("(?m)^exact +left out$");
    }

    @Test
    void aTrialIsWrongWhereARowDiffersOrNoneWasCompared() {
        assertThat(trial(1, new OutputCheck.Result(9, 0, "")).isWrong()).isFalse();
        assertThat(trial(1, new OutputCheck.Result(9, 1, "x")).isWrong()).isTrue();
        assertThat(trial(1, new OutputCheck.Result(0, 0, "")).isWrong()).isTrue();
        assertThat(trial(1, null).isWrong()).isFalse();
    }
}
