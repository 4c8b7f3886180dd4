package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.state.CountedColdRows;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An event that comes late is computed from the rows near its place, however many there are. */
class LateEventsTest {
    private static final int EVENTS = 20_000;
    private static final int LATE = 10;
    private static final long STEP = 1_000;
    private static final long[] WINDOWS = {60_000, 3_600_000, EVENTS * STEP};
    /** All rows are in six times as many chunks. */
    private static final int MOST_READS = 200;

    private final CountedColdRows cold = new CountedColdRows();
    private final FeatureSet set = set();
    private final FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
    private final EntityState state = evaluator.emptyState(cold);
    private final NaiveFeatures naive = new NaiveFeatures(set);
    private final Random random = new Random(3);
    private final double[] row = new double[FeaturesPropertyTest.slots(set.windows())];
    private long offset;

    private static FeatureSet set() {
        List<Aggregate> aggregates = new ArrayList<>(List.of(
                Plain.COUNT,
                Plain.SUM,
                Plain.MIN,
                Plain.MAX,
                Plain.SINCE_LAST,
                Plain.SINCE_FIRST,
                Plain.AVG,
                new Several(Choice.LAST, 3),
                new Several(Choice.FIRST, 3),
                new Aggregate.Quantiles(List.of(0.5), 4)));
        List<WindowedFeature> windows = new ArrayList<>();
        for (Aggregate aggregate : aggregates) {
            for (long window : WINDOWS) {
                int slot = windows.isEmpty() ? 0 : FeaturesPropertyTest.slots(windows);
                windows.add(new WindowedFeature(aggregate, Plans.VALUE, -1, window, 0, true, 0, slot));
            }
        }
        return Plans.setOfUsed(windows);
    }

    private Event take(long time) {
        Event event = Plans.event(Plans.SCORED, "a", time, 0, offset++, (random.nextInt(40_000) - 8_000) / 4.0, "food");
        naive.see(event);
        evaluator.add(state, event, PartialVector.NO_ROW);
        evaluator.evaluate(state, event, row, new Frontier());
        return event;
    }

    @Test
    void readsFewChunks() {
        for (int i = 0; i < EVENTS; i++) {
            take(i * STEP);
        }
        int reads = 0;
        for (int i = 0; i < LATE; i++) {
            cold.restart();
            Event late = take((EVENTS - 2 - i) * STEP + 1);
            reads += cold.reads();
            List<Double> expected = new ArrayList<>();
            for (WindowedFeature window : set.windows()) {
                for (double value : naive.values(window, late)) {
                    expected.add(value);
                }
            }
            assertThat(row)
                    .as("features of %s", late)
                    .containsExactly(
                            expected.stream().mapToDouble(Double::doubleValue).toArray());
        }
        assertThat(reads / LATE).as("chunks read for a late event").isLessThan(MOST_READS);
    }
}
