package io.millrace.cli;

import io.millrace.model.Prediction;
import io.millrace.replay.Replayed;
import io.millrace.replay.Replayed.Difference;
import java.time.Instant;

/** What came of a prediction that was computed again, as text for people. */
final class ReplayText {
    private ReplayText() {}

    static String of(Replayed replayed) {
        Prediction prediction = replayed.prediction();
        Difference difference = replayed.difference();
        if (difference == null) {
            return "MATCH " + prediction.id() + "\n";
        }
        return "MISMATCH " + prediction.id() + ", event " + prediction.eventId() + " of "
                + Instant.ofEpochMilli(prediction.eventTime()) + "\n"
                + "  where   " + difference.where() + "\n"
                + "  was     " + difference.was() + "\n"
                + "  replay  " + difference.is() + "\n";
    }
}
