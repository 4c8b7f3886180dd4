package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a change of the definition does to the state of an entity that has rows at rest. */
class EvolutionTest {
    private static final int EVENTS = 100;

    private final Chunks chunks = new Chunks();

    private static final class Chunks implements ColdRows {
        private final Map<Long, byte[]> byNumber = new HashMap<>();

        @Override
        public byte @Nullable [] read(long chunk) {
            return byNumber.get(chunk);
        }

        @Override
        public void write(long chunk, byte[] bytes) {
            byNumber.put(chunk, bytes);
        }

        @Override
        public void remove(long chunk) {
            byNumber.remove(chunk);
        }
    }

    private static FeatureSet set(List<Column> columns, Plain aggregate) {
        WindowedFeature window =
                new WindowedFeature(aggregate, Plans.VALUE, -1, WindowedFeature.LIFETIME, 0, true, 0, 0);
        return new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), columns, List.of(window), 0);
    }

    private static FeatureSet both() {
        WindowedFeature ofFacts = new WindowedFeature(Plain.COUNT, Plans.COLUMNS, -1, 1_000, 0, true, 0, 1);
        WindowedFeature ofScored = set(Plans.columns(), Plain.COUNT).windows().get(0);
        return new FeatureSet(
                "entity", 0, List.of(List.of(0), List.of(0)), Plans.columns(), List.of(ofScored, ofFacts), 0);
    }

    private static FeatureSet scoredOnly() {
        return set(Plans.columns().subList(0, Plans.COLUMNS), Plain.SUM);
    }

    /** A partition for the first half of the events, another for the second. */
    private static Event event(int source, int i) {
        return Plans.event(source, "a", 10L * i, i < EVENTS / 2 ? 0 : 1, i, 1.0, "food");
    }

    private EntityState filled(FeatureSetEvaluator evaluator) {
        EntityState state = evaluator.emptyState(chunks);
        for (int i = 0; i < EVENTS; i++) {
            evaluator.add(state, event(Plans.FACTS, i), PartialVector.NO_ROW);
            evaluator.add(state, event(Plans.SCORED, i), PartialVector.NO_ROW);
            evaluator.evaluate(state, event(Plans.SCORED, i), new double[2], new Frontier());
        }
        return state;
    }

    private EntityState migrated(FeatureSetEvaluator from, EntityState state, FeatureSetEvaluator to) {
        EntityState into = to.emptyState(chunks);
        new EntityForm(1).migrate(new EntityForm(0).write(state), from.layout().text(), chunks, into);
        return into;
    }

    @Test
    void aLogThatIsGoneTakesItsRowsAtRestWithIt() {
        FeatureSetEvaluator before = new FeatureSetEvaluator(both(), Plans.SCORED);
        EntityState state = filled(before);
        int withFacts = chunks.byNumber.size();

        EntityState after = migrated(before, state, new FeatureSetEvaluator(scoredOnly(), Plans.SCORED));

        assertThat(chunks.byNumber).hasSize(withFacts / 2);
        after.erase();
        assertThat(chunks.byNumber).isEmpty();
    }

    @Test
    void aRepetitionOfAnEventAtRestIsKnownAfterwards() {
        FeatureSetEvaluator before = new FeatureSetEvaluator(both(), Plans.SCORED);
        FeatureSetEvaluator now = new FeatureSetEvaluator(scoredOnly(), Plans.SCORED);
        EntityState state = migrated(before, filled(before), now);
        double[] row = new double[1];

        now.add(state, event(Plans.SCORED, 3), PartialVector.NO_ROW);
        now.evaluate(state, event(Plans.SCORED, EVENTS - 1), row, new Frontier());

        assertThat(row[0]).isEqualTo(EVENTS);
    }

    @Test
    void aLateEventsFrontierHoldsWhatWasForgottenBefore() {
        FeatureSetEvaluator before = new FeatureSetEvaluator(both(), Plans.SCORED);
        EntityState old = filled(before);
        before.forget(old, 10L * (EVENTS - 1) + 1_000);
        FeatureSetEvaluator now = new FeatureSetEvaluator(scoredOnly(), Plans.SCORED);
        EntityState state = migrated(before, old, now);
        Event late = Plans.event(Plans.SCORED, "a", 10L * EVENTS + 5, 2, 0, 1.0, "food");
        Frontier frontier = new Frontier();

        now.add(state, late, PartialVector.NO_ROW);
        now.evaluate(state, late, new double[1], frontier);

        List<String> seen = new ArrayList<>();
        for (int i = 0; i < frontier.size(); i++) {
            seen.add(frontier.partition(i) + "/" + frontier.offset(i));
        }
        assertThat(seen).containsExactlyInAnyOrder("0/49", "1/99", "2/0");
    }

    @Test
    void rowsOfBeforeHaveNoValueInAColumnThatIsAdded() {
        FeatureSetEvaluator before =
                new FeatureSetEvaluator(set(Plans.columns().subList(0, Plans.VALUE + 1), Plain.SUM), Plans.SCORED);
        FeatureSet changed = new FeatureSet(
                "entity",
                0,
                List.of(List.of(0), List.of(0)),
                Plans.columns(),
                List.of(new WindowedFeature(Plain.COUNT, Plans.COARSE, -1, WindowedFeature.LIFETIME, 0, true, 0, 0)),
                0);
        FeatureSetEvaluator now = new FeatureSetEvaluator(changed, Plans.SCORED);
        EntityState state = migrated(before, filled(before), now);
        double[] row = new double[1];

        now.add(state, event(Plans.SCORED, EVENTS), PartialVector.NO_ROW);
        now.evaluate(state, event(Plans.SCORED, EVENTS), row, new Frontier());

        assertThat(row[0]).isEqualTo(1);
    }
}
