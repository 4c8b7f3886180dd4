package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.demo.Ledger.Totals;
import io.millrace.dev.feed.Feed.Use;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long TRAINED_UNTIL = 1_000;

    private final Ledger ledger = new Ledger("transactions", TRAINED_UNTIL);

    @Test
    void reconcilesWhenEveryRecordIsAPredictionOrADeadLetter() {
        ledger.sent(Use.SCORED);
        ledger.sent(Use.SCORED);
        ledger.sent(Use.OUTCOME);
        ledger.seen(prediction("a"));
        assertThat(ledger.totals().reconciled()).isFalse();

        ledger.seen(letter("transactions"));
        Totals totals = ledger.totals();

        assertThat(totals.reconciled()).isTrue();
        assertThat(View.reconciliation(totals))
                .isEqualTo("reconciled: 2 records = 1 predictions + 1 dead letters, no prediction twice");
    }

    @Test
    void aPredictionSeenTwiceDoesNotReconcile() {
        ledger.sent(Use.SCORED);
        ledger.seen(prediction("a"));
        ledger.seen(prediction("a"));

        assertThat(ledger.totals().reconciled()).isFalse();
        assertThat(View.reconciliation(ledger.totals()))
                .isEqualTo("does not reconcile: 1 records against 1 predictions + 0 dead letters, 1 predictions twice");
    }

    @Test
    void deadLettersOfOtherSourcesAreCountedApart() {
        ledger.sent(Use.OUTCOME);
        ledger.sent(Use.FEATURES_ONLY);
        ledger.seen(letter("frauds"));

        assertThat(ledger.totals().reconciled()).isTrue();
        assertThat(ledger.totals().sentOutcomes()).isEqualTo(1);
        assertThat(ledger.totals().sentFacts()).isEqualTo(1);
        assertThat(ledger.totals().deadLetters()).containsEntry(Reason.NOT_AVRO, 1L);
    }

    @Test
    void qualityCountsEventsAfterTheTrainingSpanOnly() {
        ledger.seen(example(1, true, Outcome.REPORTED, TRAINED_UNTIL - 1));
        assertThat(ledger.totals().precision()).isEmpty();

        ledger.seen(example(1, true, Outcome.REPORTED, TRAINED_UNTIL));
        ledger.seen(example(1, true, Outcome.ABSENT, TRAINED_UNTIL));
        ledger.seen(example(1, false, Outcome.REPORTED, TRAINED_UNTIL));
        ledger.seen(example(1, false, Outcome.ABSENT, TRAINED_UNTIL));

        assertThat(ledger.totals().precision()).hasValue(0.5);
        assertThat(ledger.totals().recall()).hasValue(0.5);
        assertThat(ledger.totals().positives()).isEqualTo(3);
        assertThat(ledger.totals().negatives()).isEqualTo(2);
    }

    @Test
    void aCorrectionTakesBackTheNegativeBeforeIt() {
        ledger.seen(example(1, true, Outcome.ABSENT, TRAINED_UNTIL));
        assertThat(ledger.totals().precision()).hasValue(0.0);

        ledger.seen(example(2, true, Outcome.REPORTED, TRAINED_UNTIL));

        Totals totals = ledger.totals();
        assertThat(totals.precision()).hasValue(1.0);
        assertThat(totals.negatives()).isZero();
        assertThat(totals.positives()).isEqualTo(1);
        assertThat(totals.corrections()).isEqualTo(1);
    }

    @Test
    void everyReportIsToBecomeOnePositiveExampleOrOneDeadLetter() {
        ledger.seen(prediction("a"));
        ledger.seen(prediction("b"));
        ledger.sent(Use.OUTCOME);
        ledger.sent(Use.OUTCOME);
        ledger.seen(example(1, true, Outcome.REPORTED, TRAINED_UNTIL));
        assertThat(ledger.totals().joined()).isFalse();

        ledger.seenByFeedback(letter("frauds"));
        assertThat(ledger.totals().joined()).isTrue();

        ledger.seen(example(1, true, Outcome.REPORTED, TRAINED_UNTIL));
        assertThat(ledger.totals().joined()).isFalse();
    }

    @Test
    void moreLabelsThanPredictionsAreTooMany() {
        ledger.seen(prediction("a"));
        ledger.seen(example(1, true, Outcome.ABSENT, TRAINED_UNTIL));
        assertThat(ledger.totals().joined()).isTrue();

        ledger.seen(example(1, true, Outcome.ABSENT, TRAINED_UNTIL));
        assertThat(ledger.totals().joined()).isFalse();
    }

    @Test
    void refusedRowsAreNoRecordsThatWereSent() {
        ledger.refused(3);

        assertThat(ledger.totals().refused()).isEqualTo(3);
        assertThat(ledger.totals().reconciled()).isTrue();
    }

    private static Prediction prediction(String id) {
        return new Prediction(
                id,
                "card-fraud",
                id,
                5,
                0.5f,
                true,
                1,
                Slot.CHAMPION,
                "model",
                "d",
                "f",
                new double[0],
                new Trigger("t", 0, id.charAt(0), 0, 1),
                List.of(),
                List.of(),
                "ort",
                "transactional");
    }

    private static DeadLetter letter(String source) {
        return new DeadLetter(source, source, 0, 0, 0, Reason.NOT_AVRO, "", null, null, null);
    }

    private static LabelledExample example(int revision, boolean decision, Outcome outcome, long time) {
        double label = outcome == Outcome.REPORTED ? 1 : 0;
        return new LabelledExample(
                "p",
                revision,
                "card-fraud",
                "e",
                time,
                label,
                outcome,
                time,
                new double[0],
                "f",
                "d",
                "CHAMPION",
                0,
                decision,
                1);
    }
}
