package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Challengers serve their share, shadows score beside what serves. */
class ChallengersAndShadowsTest {
    private final ScoringSubtask scoring = new ScoringSubtask();

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    @Test
    void challengersServeTheirShareOfTheEntities() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b+0.5", 0.25));
        double[] amounts = new double[2_000];
        scoring.send(amounts);

        long challenged = scoring.predictions().stream()
                .filter(prediction -> prediction.slot() == Slot.CHALLENGER)
                .count();
        // Four standard deviations of a binomial count.
        assertThat(challenged).isCloseTo(500, within(78L));
        assertThat(scoring.predictions()).allSatisfy(prediction -> assertThat(prediction.modelDigest())
                .isEqualTo(prediction.slot() == Slot.CHALLENGER ? "b+0.5" : "a"));
        assertThat(scoring.counters().of(Metrics.CHALLENGED)).isEqualTo(challenged);
        assertThat(scoring.counters().of(Metrics.SCORED)).isEqualTo(2_000);
    }

    @Test
    void anEntityStaysWithItsVersionWhileAShareGrows() throws Exception {
        scoring.open(ScoringSubtask.text("split_by: customer_id"));
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b+0.5", 0.1));
        scoring.decide(Kind.SPLIT, START + 100, new Share("b+0.5", 0.3));
        scoring.reach(Long.MAX_VALUE);
        for (int time : List.of(0, 50, 150)) {
            for (int customer = 0; customer < 100; customer++) {
                scoring.send(transaction(
                        time + "-" + customer, "c" + customer, "t", 10, START + time, 2, time * 100L + customer));
            }
        }
        scoring.flush();

        List<Slot> slots = scoring.predictions().stream().map(Prediction::slot).toList();
        assertThat(slots.subList(0, 100)).isEqualTo(slots.subList(100, 200)).contains(Slot.CHALLENGER);
        for (int customer = 0; customer < 100; customer++) {
            if (slots.get(customer) == Slot.CHALLENGER) {
                assertThat(slots.get(200 + customer)).isEqualTo(Slot.CHALLENGER);
            }
        }
        assertThat(slots.subList(200, 300).stream()
                        .filter(Slot.CHALLENGER::equals)
                        .count())
                .isGreaterThan(slots.subList(0, 100).stream()
                        .filter(Slot.CHALLENGER::equals)
                        .count());
    }

    @Test
    void shadowsScoreWhatOthersServe() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.SHADOW, START + 1, Share.of("b+0.5"), Share.of("broken"));
        scoring.send(10, 20, FakeScorer.POISON, 40);

        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.04f);
        List<Prediction> shadows = scoring.shadows();
        assertThat(shadows).extracting(Prediction::score).containsExactly(0.52f, 0.54f);
        assertThat(shadows).extracting(Prediction::slot).containsOnly(Slot.SHADOW);
        assertThat(shadows).extracting(Prediction::eventId).containsExactly("1", "3");
        assertThat(shadows.get(0).id())
                .isNotEqualTo(scoring.predictions().get(1).id());
        assertThat(shadows.get(0).vector())
                .isEqualTo(scoring.predictions().get(1).vector());
        assertThat(scoring.counters().of("b+0.5." + Metrics.MODEL_FAILED)).isEqualTo(1);
        assertThat(scoring.counters().of("broken." + Metrics.MODEL_FAILED)).isEqualTo(3);
        assertThat(scoring.counters().of(Metrics.SHADOWED)).isEqualTo(2);
    }

    @Test
    void shadowsAreLeftOutAndCountedWhereATaskIsNeverIdle() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.SHADOW, Long.MIN_VALUE, Share.of("b+0.5"));
        scoring.send(10, 20, 30, 40);
        assertThat(scoring.shadows()).as("before Flink has measured").hasSize(4);

        scoring.harness().setProcessingTime(Duration.ofMinutes(1).toMillis());
        scoring.send(50, 60, 70, 80);

        assertThat(scoring.scores()).hasSize(8);
        assertThat(scoring.shadows()).hasSize(4);
        assertThat(scoring.counters().of(Metrics.SHADOWED)).isEqualTo(4);
        assertThat(scoring.counters().of(Metrics.SHADOWS_DROPPED)).isEqualTo(4);
    }
}
