package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSetEvaluatorTest {
    private static final long WINDOW = 1_000;

    private final FeatureSetEvaluator evaluator = new FeatureSetEvaluator(
            Plans.set(List.of(new WindowedFeature(Plain.COUNT, Plans.ALL, -1, WINDOW, 0, true, 0, 0))), Plans.SCORED);
    private final EntityState state = evaluator.emptyState(new ColdRowsInMemory());
    private long offset;

    private double count(long time) {
        Event event = Plans.event(Plans.SCORED, "a", time, 0, offset++, 1.0, "food");
        double[] row = new double[1];
        evaluator.add(state, event, PartialVector.NO_ROW);
        evaluator.evaluate(state, event, row, new Frontier());
        return row[0];
    }

    /** Whatever the length of chunks, some late event comes right after the last row of the first one. */
    @Test
    void anEventThatCameLateIsKeptAsLongAsAWindowReachesIt() {
        for (int i = 0; i < 100; i++) {
            count(10L * i);
        }
        for (int i = 0; i < 40; i++) {
            count(10L * i + 5);
        }
        for (int i = 0; i < 40; i++) {
            evaluator.forget(state, 10L * i + WINDOW + 1);
            assertThat(count(10L * i + WINDOW + 5))
                    .as("late events after %d", 10 * i)
                    .isEqualTo(139);
            assertThat(count(10L * i + WINDOW + 2))
                    .as("late events after %d", 10 * i)
                    .isEqualTo(140);
        }
    }

    @Test
    void anEntityWithFewRowsCountsOnWhileOthersAreForgotten() {
        for (int i = 0; i < 30; i++) {
            assertThat(count(600L * i)).as("event %d", i).isEqualTo(Math.min(i + 1, 2));
            evaluator.forget(state, 600L * i);
        }
    }
}
