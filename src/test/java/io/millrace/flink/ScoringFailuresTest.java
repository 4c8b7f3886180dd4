package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.EnsembleScorer;
import io.millrace.model.EnsembleScorer.Weighted;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a version fails on: a poisoned vector costs the rest of its batch nothing, and something else takes the place of the version. */
class ScoringFailuresTest {
    private final ScoringSubtask scoring = new ScoringSubtask();

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    @Test
    void aPoisonedVectorIsFoundAndTheRestOfItsBatchIsScored() throws Exception {
        scoring.open("a");
        scoring.send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(scoring.scores()).containsExactly(0.01f, 0.03f);
        List<DeadLetter> letters = scoring.deadLetters();
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(1L, 3L);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly(Reason.NOT_SCORED);
        assertThat(letters.get(0).detail())
                .startsWith("model a: ")
                .contains("does not like")
                .matches(".*\\(vector [0-9a-f]{16}\\)");
        assertThat(letters.get(1).detail()).contains("NaN").contains("expected a finite number");
    }

    @Test
    void theChampionBeforeStepsInWhereAVersionFails() throws Exception {
        scoring.open("broken");
        scoring.decide(Kind.ACTIVATE, START, Share.of("b+0.5"));
        scoring.decide(Kind.ACTIVATE, START + 2, Share.of("broken too"));
        scoring.send(10, 20, 30, 40);

        assertThat(scoring.scores()).containsExactly(0.51f, 0.52f, 0.53f, 0.54f);
        assertThat(scoring.predictions())
                .extracting(Prediction::servedBy)
                .containsExactly("model", "model", "last_good", "last_good");
        assertThat(scoring.predictions()).extracting(Prediction::modelDigest).containsOnly("b+0.5");
        assertThat(scoring.deadLetters()).isEmpty();
    }

    @Test
    void theDeclaredFallbackIsTheLastResort() throws Exception {
        scoring.open(ScoringSubtask.text("fallback: 0.125"), "a");
        scoring.send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(scoring.scores()).containsExactly(0.01f, 0.125f, 0.03f, 0.125f);
        assertThat(scoring.predictions())
                .extracting(Prediction::servedBy)
                .containsExactly("model", "default", "model", "default");
        assertThat(scoring.deadLetters()).isEmpty();
    }

    @Test
    void theChampionBeforeComesAheadOfTheDeclaredFallback() throws Exception {
        scoring.open(ScoringSubtask.text("fallback: 0.125"), "a");
        scoring.decide(Kind.ACTIVATE, START, Share.of("broken"));
        scoring.send(10, FakeScorer.POISON, 30, 40);

        assertThat(scoring.scores()).containsExactly(0.01f, 0.125f, 0.03f, 0.04f);
        assertThat(scoring.predictions())
                .extracting(Prediction::servedBy, Prediction::modelDigest, Prediction::execution)
                .containsExactly(
                        tuple("last_good", "a", "fake"),
                        tuple("default", "broken", ""),
                        tuple("last_good", "a", "fake"),
                        tuple("last_good", "a", "fake"));
        assertThat(scoring.deadLetters()).isEmpty();
    }

    @Test
    void aDeadLetterNamesItsVectorByItsValues() throws Exception {
        scoring.open("a");
        scoring.send(FakeScorer.POISON, FakeScorer.NOT_A_NUMBER, FakeScorer.POISON, 40);

        List<String> vectors = scoring.deadLetters().stream()
                .map(letter -> letter.detail().substring(letter.detail().indexOf("(vector ")))
                .toList();
        assertThat(vectors).hasSize(3);
        assertThat(vectors.get(2)).isEqualTo(vectors.get(0)).isNotEqualTo(vectors.get(1));
    }

    @Test
    void whereAMemberOfAnEnsembleFailsTheEnsembleDoes() throws Exception {
        int width = CardEvents.PIPELINE.features().vector().size();
        scoring.open(
                CardEvents.TEXT,
                (digest, capacity) -> new EnsembleScorer(List.of(
                        new Weighted("x", new FakeScorer(capacity, width, 0), 0.5),
                        new Weighted("y", new FakeScorer(capacity, width, 0.5f), 0.5))));
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("x and y"));
        scoring.reach(Long.MAX_VALUE);
        scoring.send(10, FakeScorer.POISON, FakeScorer.NOT_A_NUMBER, 50);

        assertThat(scoring.scores()).containsExactly(0.26f, 0.3f);
        assertThat(scoring.deadLetters()).hasSize(2);
        assertThat(scoring.deadLetters().get(0).detail())
                .startsWith("model x and y: member x: ")
                .contains("does not like");
    }

    @Test
    void aModelThatCantBeUsedAndHasNoSubstituteStopsTheJob() throws Exception {
        scoring.open("broken");
        assertThatThrownBy(() -> scoring.send(10, 20, 30, 40))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage("model broken can't be used: it is broken");
        // The one that broke would score what it holds when it is closed.
        scoring.open("a");
    }

    @Test
    void anEventBeforeTheFirstActivationStopsTheJob() throws Exception {
        scoring.open();
        scoring.reach(Long.MAX_VALUE);
        assertThatThrownBy(() -> scoring.send(10))
                .hasMessage("no model has been activated that could serve event 0; activate one");
    }

    /** Digests are shorter than what metrics show of them. */
    private long count(String version, String name) {
        return scoring.counters().of(version + "." + name);
    }

    @Test
    void metricsTellWhereTheDeclaredFallbackTookTheChampionsPlace() throws Exception {
        scoring.open(ScoringSubtask.text("fallback: 0.125"), "a");
        scoring.send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(count("a", Metrics.MODEL_FAILED)).isEqualTo(2);
        assertThat(count("a", Metrics.MODEL_FELL_BACK)).isEqualTo(2);
        assertThat(scoring.counters().of(Metrics.SCORED)).isEqualTo(4);
        assertThat(scoring.counters().of(Metrics.CHALLENGED)).isZero();
        assertThat(scoring.counters().of(Metrics.DEAD_LETTERED)).isZero();
        assertThat(((Histogram) scoring.counters().metric("a." + Metrics.MODEL_SCORE)).getCount())
                .as("a fallback is no score of the model")
                .isEqualTo(2);
    }

    @Test
    void metricsTellWhereTheDeclaredFallbackTookAChallengersPlace() throws Exception {
        scoring.open(ScoringSubtask.text("fallback: 0.125"), "a");
        scoring.decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b+0.5", 1));
        scoring.send(10, FakeScorer.POISON, 30, FakeScorer.POISON);

        assertThat(scoring.predictions()).extracting(Prediction::slot).containsOnly(Slot.CHALLENGER);
        assertThat(scoring.predictions()).extracting(Prediction::modelDigest).containsOnly("b+0.5");
        assertThat(scoring.predictions())
                .extracting(Prediction::servedBy)
                .containsExactly("model", "default", "model", "default");
        assertThat(scoring.counters().of(Metrics.CHALLENGED)).isEqualTo(4);
        assertThat(count("b+0.5", Metrics.MODEL_FAILED)).isEqualTo(2);
        assertThat(count("b+0.5", Metrics.MODEL_FELL_BACK)).isEqualTo(2);
    }

    @Test
    void metricsTellWhereTheChampionBeforeTookAVersionsPlace() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.ACTIVATE, START, Share.of("broken"));
        scoring.send(10, 20, 30, FakeScorer.POISON);

        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f);
        assertThat(count("broken", Metrics.MODEL_FAILED)).isEqualTo(4);
        assertThat(count("broken", Metrics.MODEL_FELL_BACK)).isEqualTo(3);
        assertThat(count("a", Metrics.MODEL_FAILED)).isEqualTo(1);
        assertThat(count("a", Metrics.MODEL_FELL_BACK)).isZero();
        assertThat(count("a", Metrics.MODEL_ROWS)).isEqualTo(3);
        assertThat(scoring.counters().of(Metrics.SCORED)).isEqualTo(3);
        assertThat(scoring.counters().of(Metrics.DEAD_LETTERED)).isEqualTo(1);
    }
}
