package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.millrace.feature.PartialVector;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What predictions carry, and what metrics tell of them. */
class ScoringEvidenceTest {
    private final ScoringSubtask scoring = new ScoringSubtask();

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    @Test
    void aPredictionCarriesItsEvidence() throws Exception {
        scoring.open("a");
        scoring.send(501);
        scoring.flush();

        Prediction prediction = scoring.predictions().get(0);
        assertThat(prediction.decision()).isTrue();
        assertThat(prediction.propensity()).isEqualTo(1);
        assertThat(prediction.id()).hasSize(32);
        assertThat(prediction.slot()).isEqualTo(Slot.CHAMPION);
        assertThat(prediction.servedBy()).isEqualTo("model");
        assertThat(prediction.modelDigest()).isEqualTo("a");
        assertThat(prediction.featureFingerprint()).isEqualTo(CardEvents.PIPELINE.fingerprint());
        assertThat(prediction.vector())
                .hasSize(CardEvents.PIPELINE.inputs().size())
                .startsWith(501.0);
        assertThat(prediction.trigger().topic()).isEqualTo("transactions");
        assertThat(prediction.trigger().partition()).isEqualTo(2);
        assertThat(prediction.trigger().offset()).isZero();
        assertThat(prediction.trigger().timestamp()).isEqualTo(START);
        assertThat(prediction.trigger().schemaId()).isEqualTo(1);
        assertThat(prediction.eventTime()).isEqualTo(START);
        assertThat(prediction.execution()).isEqualTo("fake");
        assertThat(scoring.harness().getOutput())
                .singleElement()
                .extracting(record -> ((StreamRecord<?>) record).getTimestamp())
                .isEqualTo(START);
    }

    @Test
    void aPredictionSaysWhatItsFeatureSetsHadSeenAndWhatTheirWindowsHeld() throws Exception {
        scoring.open("a");
        PartialVector event = transaction("1", "c", "t", 10, START, 2, 7);
        event.frontier().add(0, 0, 2, 7);
        event.frontier().add(1, 1, 3, 5);
        event.frontier().hold(1, 0, 0xabcdL);
        scoring.send(event);
        scoring.send(transaction("2", "c", "t", 10, START, 2, 8));
        scoring.flush();

        Prediction prediction = scoring.predictions().get(0);
        assertThat(prediction.frontier())
                .extracting(Object::toString)
                .containsExactly(
                        "card: transactions, partition 2, up to offset 7",
                        "terminal: frauds, partition 3, up to offset 5");
        assertThat(prediction.held()).extracting(Object::toString).containsExactly("terminal: transactions, abcd");
        assertThat(scoring.predictions().get(1).frontier()).isEmpty();
        assertThat(scoring.predictions().get(1).held()).isEmpty();
    }

    @Test
    void aScoreAtTheThresholdIsAPositiveDecisionOfShadowsToo() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.SHADOW, Long.MIN_VALUE, Share.of("b+0.25"));
        scoring.send(499, 500, 249, 250);

        assertThat(scoring.predictions()).extracting(Prediction::decision).containsExactly(false, true, false, false);
        assertThat(scoring.shadows()).extracting(Prediction::decision).containsExactly(true, true, false, true);
        assertThat(scoring.shadows()).extracting(Prediction::propensity).containsOnly(1.0);
    }

    @Test
    void aShareOfThePositiveDecisionsIsExplored() throws Exception {
        scoring.open(ScoringSubtask.text("decision: {threshold: 0.5, explore: 25%}"), "a");
        double[] amounts = new double[2_000];
        Arrays.setAll(amounts, i -> i % 2 == 0 ? 600 : 100);
        scoring.send(amounts);

        List<Prediction> positive =
                scoring.predictions().stream().filter(p -> p.score() >= 0.5).toList();
        assertThat(positive).allSatisfy(p -> assertThat(p.propensity()).isEqualTo(p.decision() ? 0.75 : 0.25));
        assertThat(positive.stream().filter(p -> !p.decision()).count()).isCloseTo(250, within(55L));
        assertThat(scoring.predictions().stream().filter(p -> p.score() < 0.5))
                .allSatisfy(p -> assertThat(p.decision()).isFalse())
                .allSatisfy(p -> assertThat(p.propensity()).isEqualTo(1));
    }

    @Test
    void whichDecisionsAreExploredDoesNotHangOnWhoServes() throws Exception {
        scoring.open(ScoringSubtask.text("decision: {threshold: 0.5, explore: 25%}"), "a");
        scoring.decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b", 0.25));
        double[] amounts = new double[2_000];
        Arrays.fill(amounts, 600);
        scoring.send(amounts);

        // Four standard deviations of a binomial count.
        assertThat(scoring.predictions().stream()
                        .filter(p -> p.slot() == Slot.CHALLENGER && !p.decision())
                        .count())
                .isCloseTo(125, within(43L));
    }

    @Test
    void metricsTellOfScoresAndOfTheTimeFromTheTopic() throws Exception {
        scoring.open("a");
        scoring.send(100, 200, 300, FakeScorer.POISON);

        Histogram scores = (Histogram) scoring.counters().metric(Metrics.MODEL_SCORE);
        assertThat(scores.getCount()).isEqualTo(3);
        assertThat(scores.getStatistics().getQuantile(0.5)).isCloseTo(0.2, within(0.011));
        assertThat(scores.getStatistics().getMean()).isCloseTo(0.2, within(1e-6));
        Histogram endToEnd = (Histogram) scoring.counters().metric(Metrics.END_TO_END);
        assertThat(endToEnd.getCount()).isEqualTo(3);
        assertThat(endToEnd.getStatistics().getMin()).isGreaterThan(2 * 365 * CardEvents.DAY);
        assertThat(scoring.counters().metric(Metrics.MODEL_MEMORY)).isInstanceOf(Gauge.class);
    }

    @Test
    void metricsTellHowLongTheFirstVectorOfEachBatchWaited() throws Exception {
        scoring.open("a");
        long begun = System.nanoTime();
        scoring.send(100, 200, 300);
        Histogram queue = (Histogram) scoring.counters().metric(Metrics.QUEUE);
        assertThat(queue.getCount()).isZero();
        await().until(() -> System.nanoTime() - begun > Duration.ofMillis(20).toNanos());
        scoring.send(400);
        long whole = (System.nanoTime() - begun) / 1_000;

        assertThat(queue.getCount()).as("one for the batch").isEqualTo(1);
        assertThat(queue.getStatistics().getMax()).isBetween(15_000L, whole + 1);

        scoring.send(100, 200, 300, 400);
        assertThat(queue.getCount()).isEqualTo(2);
        assertThat(queue.getStatistics().getMin())
                .as("a batch that filled at once")
                .isLessThan(15_000);
    }
}
