package io.millrace.pipeline.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.millrace.event.FieldKind;
import io.millrace.feature.FeatureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The type of a value in an expression. Every value may be missing, so CEL checks each as nullable. */
public enum ExpressionType {
    /** 64 bits, from -(2^63-1) to 2^63-1: the one number below stands for a missing value. */
    INT(SimpleType.INT),
    /** IEEE 754; NaN is a missing value. */
    DOUBLE(SimpleType.DOUBLE),
    BOOL(SimpleType.BOOL),
    STRING(SimpleType.STRING),
    /** Milliseconds since the epoch, UTC. */
    TIMESTAMP(SimpleType.TIMESTAMP),
    /** Milliseconds. */
    DURATION(SimpleType.DURATION),
    /** An array of numbers. */
    VECTOR(OpaqueType.create("vector"));

    private final CelType cel;

    ExpressionType(CelType cel) {
        this.cel = cel;
    }

    public static ExpressionType of(FieldKind kind) {
        return switch (kind) {
            case LONG -> INT;
            case TIMESTAMP -> TIMESTAMP;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOL;
            case STRING -> STRING;
            case FLOATS, DOUBLES -> VECTOR;
            case BYTES -> throw new IllegalArgumentException("expressions read no bytes");
        };
    }

    public static ExpressionType of(FeatureKind kind) {
        return switch (kind) {
            case INTEGER -> INT;
            case REAL -> DOUBLE;
            case BOOLEAN -> BOOL;
        };
    }

    /** The types whose values can be compared and chosen: all but vectors. */
    static List<ExpressionType> ofSingleValues() {
        return Arrays.stream(values()).filter(type -> type != VECTOR).toList();
    }

    CelType cel() {
        return cel;
    }

    static Optional<ExpressionType> of(CelType type) {
        CelType plain = type instanceof NullableType nullable ? nullable.targetType() : type;
        return Arrays.stream(values()).filter(t -> t.cel.equals(plain)).findFirst();
    }

    /** The kind of a feature with values of this type; empty for a string, a timestamp, a duration and a vector, which are no features. */
    public Optional<FeatureKind> featureKind() {
        return switch (this) {
            case INT -> Optional.of(FeatureKind.INTEGER);
            case DOUBLE -> Optional.of(FeatureKind.REAL);
            case BOOL -> Optional.of(FeatureKind.BOOLEAN);
            case STRING, TIMESTAMP, DURATION, VECTOR -> Optional.empty();
        };
    }

    /** The type in CEL of a value that may be null, as every opaque one may be. */
    CelType nullable() {
        return this == VECTOR ? cel : NullableType.create(cel);
    }

    /** The type's name in CEL and in messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
