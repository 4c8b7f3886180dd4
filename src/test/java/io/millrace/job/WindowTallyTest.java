package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.WindowAggregate.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WindowTallyTest {
    private static final List<WindowAggregate> FEATURES = Stream.of(Kind.values())
            .flatMap(kind -> Stream.of(new WindowAggregate(kind, 10), new WindowAggregate(kind, 100)))
            .toList();

    @Test
    void aggregatesEachWindowAndLeavesOutWhatIsOlder() {
        WindowTally tally = new WindowTally(FEATURES);
        double[] row = new double[FEATURES.size()];

        tally.begin(1_000);
        assertThat(tally.add(900, 1_000_000)).isFalse();
        assertThat(tally.add(901, 8)).isTrue();
        assertThat(tally.add(990, 2)).isTrue();
        assertThat(tally.add(991, 3)).isTrue();
        assertThat(tally.add(1_000, 5)).isTrue();
        tally.read(row);

        assertThat(row).containsExactly(2, 4, 8, 18, 4, 4.5, 3, 2, 5, 8);
    }

    @Test
    void beginsAnewForEachEvent() {
        WindowTally tally = new WindowTally(FEATURES);
        double[] row = new double[FEATURES.size()];

        tally.begin(0);
        tally.add(0, 7);
        tally.begin(1);
        tally.add(1, 4);
        tally.read(row);

        assertThat(row).containsExactly(1, 1, 4, 4, 4, 4, 4, 4, 4, 4);
    }
}
