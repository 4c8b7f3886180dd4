package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTableTest {
    private static final PipelinePlan PLAN = new PipelinePlan(Path.of(""), 1000, 2, 2, () -> {
        throw new AssertionError("no rows are needed");
    });

    private static Figures figures() {
        Map<String, List<Trial>> trials = new LinkedHashMap<>();
        trials.put("copy", List.of(trial(1, 1), trial(3, 3)));
        trials.put("pipeline", List.of(trial(10, 10), trial(10, 14)));
        return PipelineFigures.of(PLAN, new PipelineBenchmark.Outcome(new Filling.Filled(1000, 8, 100_800), trials));
    }

    private static Trial trial(double seconds, double cpuSeconds) {
        return new Trial(
                new Stretch(850, seconds, cpuSeconds),
                new Stretch(995, seconds * 2, cpuSeconds * 2),
                600,
                new JobReport(0, 2, 0, 1.5, 3, 20, 30),
                new Output(1000, 1000, 0, 120_000));
    }

    @Test
    void figuresCompareTheJobToTheCopyByTheMedianOfTheRuns() {
        Figures figures = figures();

        // The copy: (850 + 283.3) / 2 = 566.7 events/s; the job: 85.
        assertThat(figures.number("copy.events_per_second")).isEqualTo(566.667);
        assertThat(figures.number("pipeline.events_per_second")).isEqualTo(85);
        assertThat(figures.number("pipeline.ratio_to_copy")).isEqualTo(0.15);
        assertThat(figures.number("pipeline.cpu_ratio_to_copy")).isEqualTo(6);
        assertThat(figures.number("pipeline.run_2.cpu_seconds_per_million")).isEqualTo(16470.588);
        assertThat(figures.number("pipeline.checkpoints")).isEqualTo(4);
        assertThat(figures.text("settings.checkpoint_interval")).isEqualTo("10s");
        assertThat(figures.json()).contains("\"machine.cores\"", "\"versions.millrace\"");
    }

    @Test
    void tableShowsBothJobsAndWhatWasMeasured() {
        String table = PipelineTable.of(figures());

        assertThat(table.lines().filter(line -> line.startsWith("events per second, steady")))
                .singleElement()
                .asString()
                .containsSubsequence("567", "85", "0.150");
        assertThat(table).contains("run 2, events per second", "parallelism 2, checkpoint each 10s");
    }

    @Test
    void tableWarnsOfWhatWasTooShort() {
        assertThat(PipelineTable.of(figures()))
                .contains("The steady part of copy lasted only 2.0 s")
                .doesNotContain("The steady part of pipeline");
    }
}
