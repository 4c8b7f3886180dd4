package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.bench.FeatureSuite.Part;
import io.millrace.job.WindowAggregate;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSuiteTest {
    private static List<String> names(Set<Part> parts, boolean brief) {
        return FeatureSuite.of(parts, brief, null).values().stream()
                .flatMap(List::stream)
                .map(FeatureRun::name)
                .toList();
    }

    @Test
    void withoutAChoiceEverythingIsMeasuredOnce() {
        assertThat(names(Set.of(), false))
                .doesNotHaveDuplicates()
                .startsWith("copy", "exact", "hop", "sql_6_windows")
                .contains("list_2000", "contents_100000", "entities_1000000", "features_100", "zipf");
        assertThat(names(Set.of(), true)).contains("contents_10", "contents_1000", "entities_50000");
    }

    @Test
    void aPartBringsWhatItIsComparedWith() {
        assertThat(names(Set.of(Part.SQL6), false)).containsExactly("exact", "sql_6_windows");
        assertThat(names(Set.of(Part.SQL1), false)).containsExactly("exact_1_window", "sql_1_window");
        assertThat(names(Set.of(Part.LIST2000), false)).containsExactly("exact_2000", "list_2000");
        assertThat(names(Set.of(Part.COPY), false)).containsExactly("copy");
    }

    @Test
    void realTransactionsStandInWhereEventsAreNotVaried() {
        var runs = FeatureSuite.of(Set.of(Part.LIST200, Part.LIST2000), true, Path.of("a.csv"));

        assertThat(runs.keySet().stream().map(Workload::toString))
                .containsExactly("real transactions of a.csv", "16 entities with 2000 events each in 30 days, uniform");
    }

    @Test
    void definitionsHaveAsManyFeaturesAsTheySay(@TempDir Path directory) {
        assertThat(WindowAggregate.of(FeatureDefinition.TEN.compiled(directory)))
                .hasSize(10);
        assertThat(WindowAggregate.of(FeatureDefinition.THIRTY.compiled(directory)))
                .hasSize(30);
        assertThat(WindowAggregate.of(FeatureDefinition.HUNDRED.compiled(directory)))
                .hasSize(100)
                .allSatisfy(feature -> assertThat(feature.window()).isLessThanOrEqualTo(Workload.WINDOW));
    }
}
