package io.millrace.pipeline.expression;

import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfLong;

/** Reads a field of the event or a feature of the row; a null field and a NaN feature are missing. */
final class Reads {
    private Reads() {}

    static Typed field(ExpressionType type, int slot) {
        return switch (type) {
            case INT, TIMESTAMP, DURATION -> new Typed(type, longField(slot));
            case DOUBLE -> Typed.ofDouble((event, row) -> event.isNull(slot) ? Double.NaN : event.doubleAt(slot));
            case BOOL ->
                Typed.ofBool((event, row) -> event.isNull(slot) ? OfBool.MISSING : OfBool.of(event.longAt(slot) != 0));
            case STRING -> Typed.ofString((event, row) -> event.stringAt(slot));
            case VECTOR -> new Typed(type, (Code.OfVector) (event, row) -> event.vectorAt(slot));
        };
    }

    static Typed feature(ExpressionType type, int slot) {
        return switch (type) {
            case INT -> Typed.ofInt((event, row) -> Conversions.toInt(row[slot]));
            case DOUBLE -> Typed.ofDouble((event, row) -> row[slot]);
            case BOOL ->
                Typed.ofBool((event, row) -> Double.isNaN(row[slot]) ? OfBool.MISSING : OfBool.of(row[slot] != 0));
            case STRING, TIMESTAMP, DURATION, VECTOR -> throw new IllegalStateException("a " + type + " is no feature");
        };
    }

    private static OfLong longField(int slot) {
        return (event, row) -> event.isNull(slot) ? OfLong.MISSING : event.longAt(slot);
    }
}
