package io.millrace.pipeline;

import io.millrace.feature.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A feature that is not as it was.
 *
 * @param before null for an added one
 * @param after null for a removed one
 * @param start where the feature's values come from right after the upgrade; null for a removed one
 */
public record FeatureChange(
        Kind kind,
        @Nullable Feature before,
        @Nullable Feature after,
        @Nullable Start start) {

    /** How a feature changed. */
    public enum Kind {
        ADDED,
        /** The same meaning under another name. */
        RENAMED,
        /** Another meaning under the same name. */
        CHANGED,
        REMOVED
    }

    /** Whether a feature is right at once. */
    public enum Origin {
        /** A function of the scored event, or of features that are right at once: nothing needs to be kept for it. */
        EVENT,
        /** The old job keeps the state of this very aggregate. */
        STATE,
        /** The old job keeps the events that are needed. */
        EVENTS,
        /** Its window fills after the upgrade, and is right from then on. */
        WARMING,
        /** Its window has no end, and what it would have counted is not kept any more: it is missing, until the job begins anew. */
        NEVER
    }

    /**
     * Where a feature's values come from.
     *
     * @param millis for {@link Origin#WARMING}, how long after the upgrade the feature is right; else 0
     */
    public record Start(Origin origin, long millis) {
        static final Start EVENT = new Start(Origin.EVENT, 0);

        /** The later of two to be right. */
        Start and(Start other) {
            int byOrigin = origin.compareTo(other.origin);
            return byOrigin > 0 || (byOrigin == 0 && millis >= other.millis) ? this : other;
        }
    }
}
