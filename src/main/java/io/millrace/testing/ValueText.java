package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.FeatureKind;
import java.time.Instant;

/** Values as a definition writes them: {@code 2}, {@code 7.5}, {@code true}, {@code missing}. */
public final class ValueText {
    private static final double WHOLE_BELOW = 1L << 53;
    private static final String MISSING = "missing";

    private ValueText() {}

    /** A feature's value. */
    public static String of(FeatureKind kind, double value) {
        if (kind == FeatureKind.BOOLEAN && !Double.isNaN(value)) {
            return Boolean.toString(value == 1);
        }
        return of(value);
    }

    /** A number with as many digits as tell it apart from its neighbours; NaN is missing. */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    static String of(EventType type, Event event, int slot) {
        if (event.isNull(slot)) {
            return MISSING;
        }
        FieldKind kind = type.fields().get(slot).kind();
        return switch (kind) {
            case DOUBLE -> of(event.doubleAt(slot));
            case BOOLEAN -> Boolean.toString(event.longAt(slot) == 1);
            case TIMESTAMP -> Instant.ofEpochMilli(event.longAt(slot)).toString();
            case LONG, STRING -> event.keyAt(slot);
            case BYTES -> event.keyAt(slot).length() + " bytes";
            case FLOATS, DOUBLES -> String.valueOf(event.vectorAt(slot));
        };
    }
}
