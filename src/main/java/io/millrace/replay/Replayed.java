package io.millrace.replay;

import io.millrace.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * What came of a prediction that was computed again.
 *
 * @param difference the first one, in the order events, features, score; null where every bit is the same
 */
public record Replayed(Prediction prediction, @Nullable Difference difference) {
    public boolean matches() {
        return difference == null;
    }

    /** Where a prediction and its replay differ first. */
    public sealed interface Difference {
        /** The first of what was found in the prediction, as text. */
        String was();

        /** The same as computed again. */
        String is();

        /** Where it arose. */
        String where();

        /** What differs, in a word. */
        String kind();
    }

    /** The windows of a feature set held other events of a topic than those that can be read. */
    public record OtherEvents(String featureSet, String topic, long before, long after) implements Difference {
        @Override
        public String was() {
            return Long.toHexString(before);
        }

        @Override
        public String is() {
            return Long.toHexString(after);
        }

        @Override
        public String kind() {
            return "events";
        }

        @Override
        public String where() {
            return "the events of topic " + topic + " in the windows of feature set " + featureSet
                    + " (their hash; other events than the prediction saw)";
        }
    }

    /** The scored event is not among the events that can be read. */
    public record NoEvent(RecordPlace place) implements Difference {
        @Override
        public String was() {
            return place.topic() + ", partition " + place.partition() + ", offset " + place.offset();
        }

        @Override
        public String is() {
            return "not there";
        }

        @Override
        public String kind() {
            return "missing";
        }

        @Override
        public String where() {
            return "the scored event";
        }
    }

    /** A feature has another value from the same events. */
    public record OtherFeature(String feature, double before, double after) implements Difference {
        @Override
        public String was() {
            return text(before);
        }

        @Override
        public String is() {
            return text(after);
        }

        private static String text(double value) {
            return value + " (bits " + String.format("%016x", Double.doubleToRawLongBits(value)) + ")";
        }

        @Override
        public String kind() {
            return "feature";
        }

        @Override
        public String where() {
            return "feature " + feature + ", from the same events";
        }
    }

    /** The model gives another score for the same vector. */
    public record OtherScore(String digest, float before, float after, String execution) implements Difference {
        @Override
        public String was() {
            return text(before);
        }

        @Override
        public String is() {
            return text(after) + ", by " + execution;
        }

        private static String text(float value) {
            return value + " (bits " + String.format("%08x", Float.floatToRawIntBits(value)) + ")";
        }

        @Override
        public String kind() {
            return "score";
        }

        @Override
        public String where() {
            return "the score of model " + digest + ", from the same vector";
        }
    }
}
