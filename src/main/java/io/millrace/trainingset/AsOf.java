package io.millrace.trainingset;

import java.util.Locale;

/** As of when the features of a training set are. */
public enum AsOf {
    /** The vectors that were scored. */
    PREDICTION,
    /** Computed again as of each event's time, with everything that is known today: late events are in it, deleted ones are not. */
    EVENT_TIME,
    /** Computed again from what was known when the event was scored: late events do not leak. */
    KNOWLEDGE;

    /** As it is written on the command line and in manifests. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
