package io.millrace.dev.demo;

import io.millrace.dev.feed.Feed.Use;
import io.millrace.dev.watch.OffsetSet;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Trigger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What was sent and what has been seen to come out, and whether the two agree. Used by several threads. */
final class Ledger {
    private final String scoredSource;
    private final long trainedUntil;
    private final Map<Reason, Long> deadLetters = new EnumMap<>(Reason.class);
    private final OffsetSet predicted = new OffsetSet();
    private long sent;
    private long sentOutcomes;
    private long sentFacts;
    private long refused;
    private long repeatedPredictions;
    private long scoredDeadLetters;
    private long feedbackDeadLetters;
    private long eventTime = Long.MIN_VALUE;
    private long positives;
    private long negatives;
    private long corrections;
    private long hits;
    private long falseAlarms;
    private long misses;

    /**
     * @param scoredSource name of the source that is scored
     * @param trainedUntil event time in epoch milliseconds before which the model was trained: such examples say nothing of its quality
     */
    Ledger(String scoredSource, long trainedUntil) {
        this.scoredSource = scoredSource;
        this.trainedUntil = trainedUntil;
    }

    /**
     * What is known at one moment.
     *
     * @param sent records of the scored source
     * @param sentOutcomes records that report an outcome
     * @param sentFacts records of further sources, of which features are made
     * @param refused events that could not be made of their rows
     * @param predictions events that have one
     * @param repeated further predictions of the same event: must be none
     * @param scoredDeadLetters dead letters of the scored source
     * @param feedbackDeadLetters what was not joined
     * @param eventTime of the newest prediction in epoch milliseconds, or the least long
     * @param hits positives after the training span that were decided to be so
     */
    record Totals(
            long sent,
            long sentOutcomes,
            long sentFacts,
            long refused,
            long predictions,
            long repeated,
            long scoredDeadLetters,
            long feedbackDeadLetters,
            Map<Reason, Long> deadLetters,
            long eventTime,
            long positives,
            long negatives,
            long corrections,
            long hits,
            long falseAlarms,
            long misses) {
        Totals {
            deadLetters = Map.copyOf(deadLetters);
        }

        long examples() {
            return positives + negatives;
        }

        /** All that has come out. */
        long seen() {
            return predictions + repeated + scoredDeadLetters + feedbackDeadLetters + examples() + corrections;
        }

        /** Whether every record of the scored source became exactly one prediction or one dead letter. */
        boolean reconciled() {
            return repeated == 0 && sent == predictions + scoredDeadLetters;
        }

        /** Whether every report of an outcome became exactly one positive example or one dead letter, and no prediction has two labels. */
        boolean joined() {
            return sentOutcomes == positives + feedbackDeadLetters && examples() <= predictions;
        }

        /** The share of alarms that were right; empty before the first alarm. */
        Optional<Double> precision() {
            return share(hits, hits + falseAlarms);
        }

        /** The share of positives that were found; empty before the first positive. */
        Optional<Double> recall() {
            return share(hits, hits + misses);
        }

        private static Optional<Double> share(long part, long whole) {
            return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
        }
    }

    synchronized void sent(Use use) {
        switch (use) {
            case SCORED -> sent++;
            case OUTCOME -> sentOutcomes++;
            case FEATURES_ONLY -> sentFacts++;
        }
    }

    /** @param number of events that could not be made of their rows so far */
    synchronized void refused(long number) {
        refused = number;
    }

    synchronized void seen(Prediction prediction) {
        Trigger trigger = prediction.trigger();
        if (!predicted.add(trigger.partition(), trigger.offset())) {
            repeatedPredictions++;
        }
        eventTime = Math.max(eventTime, prediction.eventTime());
    }

    synchronized void seen(DeadLetter letter) {
        deadLetters.merge(letter.reason(), 1L, Long::sum);
        if (letter.source().equals(scoredSource)) {
            scoredDeadLetters++;
        }
    }

    /** A dead letter of the job that joins outcomes. */
    synchronized void seenByFeedback(DeadLetter letter) {
        deadLetters.merge(letter.reason(), 1L, Long::sum);
        feedbackDeadLetters++;
    }

    synchronized void seen(LabelledExample example) {
        boolean positive = example.outcome() == Outcome.REPORTED;
        boolean correction = example.revision() > 1;
        if (correction) {
            corrections++;
            negatives--;
        }
        if (positive) {
            positives++;
        } else {
            negatives++;
        }
        if (example.eventTime() >= trainedUntil) {
            judge(example.decision(), positive, correction);
        }
    }

    private void judge(boolean decision, boolean positive, boolean correction) {
        if (correction && decision) {
            falseAlarms--;
        }
        if (decision && positive) {
            hits++;
        } else if (decision) {
            falseAlarms++;
        } else if (positive) {
            misses++;
        }
    }

    synchronized Totals totals() {
        return new Totals(
                sent,
                sentOutcomes,
                sentFacts,
                refused,
                predicted.size(),
                repeatedPredictions,
                scoredDeadLetters,
                feedbackDeadLetters,
                deadLetters,
                eventTime,
                positives,
                negatives,
                corrections,
                hits,
                falseAlarms,
                misses);
    }
}
