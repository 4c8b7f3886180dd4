package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final long WINDOW = 1_000;

    private static FeaturePlan plan(long window) {
        WindowedFeature count = new WindowedFeature(Plain.COUNT, Plans.ALL, -1, window, 0, true, 0, 0);
        FeatureSet set = Plans.set(List.of(count));
        return new FeaturePlan(
                Plans.SCORED,
                List.of(set),
                List.of(),
                List.of(new Feature("set.count", 0, FeatureKind.INTEGER, "count")),
                List.of(0),
                0);
    }

    private static Event event(int source, String entity, long time) {
        return Plans.event(source, entity, time, 0, time, 1.0, null);
    }

    @Test
    void entitiesThatNoWindowReachesAnyMoreLeave() {
        Evaluator evaluator = new Evaluator(plan(WINDOW));
        for (long time = 0; time < 100_000; time += 10) {
            evaluator.advance(time);
            evaluator.learn(event(Plans.FACTS, "fact " + time, time));
            evaluator.evaluate(event(Plans.SCORED, "event " + time, time));
            assertThat(evaluator.evaluate(event(Plans.SCORED, "busy", time)).row()[0])
                    .isEqualTo(Math.min(time, WINDOW - 10) / 10.0 + 1);
        }

        assertThat(evaluator.entities()).isBetween(200, 205);
    }

    @Test
    void anEntityThatComesBackBeginsAnew() {
        Evaluator evaluator = new Evaluator(plan(WINDOW));
        evaluator.evaluate(event(Plans.SCORED, "a", 0));
        evaluator.advance(WINDOW);
        assertThat(evaluator.entities()).isEqualTo(1);
        evaluator.advance(WINDOW + 1);
        assertThat(evaluator.entities()).isZero();

        assertThat(evaluator.evaluate(event(Plans.SCORED, "a", WINDOW + 1)).row()[0])
                .isEqualTo(1);
    }

    @Test
    void entitiesOfLifetimeWindowsStay() {
        Evaluator evaluator = new Evaluator(plan(WindowedFeature.LIFETIME));
        evaluator.evaluate(event(Plans.SCORED, "a", 0));
        evaluator.advance(1_000_000);

        assertThat(evaluator.evaluate(event(Plans.SCORED, "a", 1_000_000)).row()[0])
                .isEqualTo(2);
    }
}
