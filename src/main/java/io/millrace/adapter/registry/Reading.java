package io.millrace.adapter.registry;

import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the reading of one field: from the type that its writer used to the type that is declared, by Avro's rules of resolution
 * (promotions, unions, enum defaults).
 *
 * <p>Two things go beyond those rules. A timestamp is read in the writer's unit where the writer's schema names one. And a null
 * where the declared type has none is a missing value for a required field, so that the dead letter says which.
 */
final class Reading {
    private static final long MICROS_IN_MILLI = 1000;
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final EventType.Field field;
    private final int slot;
    private final List<Schema> declared;
    private final boolean nullable;

    /** @param declared the field's declared schema; of a union, each branch but null is tried in order */
    Reading(EventType.Field field, int slot, Schema declared) {
        this.field = field;
        this.slot = slot;
        List<Schema> types = declared.isUnion() ? declared.getTypes() : List.of(declared);
        this.declared = types.stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        this.nullable = this.declared.size() < types.size();
    }

    /** The step that reads a value of the writer's type, or empty where no value of it can be read. */
    Optional<Step> from(Schema writer) {
        if (!writer.isUnion()) {
            return Optional.ofNullable(branch(writer));
        }
        List<Schema> branches = writer.getTypes();
        Step[] steps = new Step[branches.size()];
        boolean any = false;
        for (int i = 0; i < steps.length; i++) {
            Step step = branch(branches.get(i));
            any |= step != null && branches.get(i).getType() != Schema.Type.NULL;
            steps[i] = step != null ? step : refusal(branches.get(i));
        }
        Step union = (in, row) -> steps[in.readIndex(steps.length)].run(in, row);
        return any ? Optional.of(union) : Optional.empty();
    }

    private Step refusal(Schema writer) {
        MalformedException refusal = new MalformedException(
                Reason.INCOMPATIBLE_SCHEMA,
                "field " + field.name() + " is " + name(writer) + " in this record; expected " + names());
        return (in, row) -> {
            throw refusal;
        };
    }

    String names() {
        return String.join(" or ", declared.stream().map(Reading::name).toList()) + (nullable ? " or null" : "");
    }

    static String name(Schema schema) {
        String name = schema.getType().getName();
        return schema.getType() == Schema.Type.ARRAY ? name + " of " + name(schema.getElementType()) : name;
    }

    private @Nullable Step branch(Schema writer) {
        if (writer.getType() == Schema.Type.NULL) {
            return nullable || field.required() ? (in, row) -> row.setNull(slot) : null;
        }
        for (Schema reader : declared) {
            if (reader.getType() == writer.getType()) {
                return read(writer, reader);
            }
        }
        for (Schema reader : declared) {
            Step step = read(writer, reader);
            if (step != null) {
                return step;
            }
        }
        return null;
    }

    private @Nullable Step read(Schema writer, Schema reader) {
        return switch (field.kind()) {
            case LONG -> whole(writer, reader);
            case TIMESTAMP -> timestamp(writer, reader);
            case DOUBLE -> number(writer, reader);
            case BOOLEAN ->
                writer.getType() == Schema.Type.BOOLEAN ? (in, row) -> row.bits[slot] = in.readBoolean() : null;
            case STRING -> text(writer, reader);
            case BYTES -> bytes(writer);
            case FLOATS, DOUBLES -> Vectors.step(writer, field.kind() == FieldKind.FLOATS, slot);
        };
    }

    private @Nullable Step bytes(Schema writer) {
        return switch (writer.getType()) {
            case BYTES -> (in, row) -> row.strings[slot] = in.readCharacters();
            case FIXED -> {
                int size = writer.getFixedSize();
                yield (in, row) -> row.strings[slot] = in.readCharacters(size);
            }
            default -> null;
        };
    }

    private @Nullable Step whole(Schema writer, Schema reader) {
        return switch (writer.getType()) {
            case INT -> (in, row) -> row.bits[slot] = in.readInt();
            case LONG -> reader.getType() == Schema.Type.LONG ? (in, row) -> row.bits[slot] = in.readLong() : null;
            default -> null;
        };
    }

    private @Nullable Step timestamp(Schema writer, Schema reader) {
        Step whole = whole(writer, reader);
        if (whole == null) {
            return null;
        }
        long perMilli = perMilli(isTimestamp(writer) ? writer : reader);
        return perMilli == 1 ? whole : (in, row) -> row.bits[slot] = Math.floorDiv(in.readLong(), perMilli);
    }

    private static boolean isTimestamp(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type instanceof LogicalTypes.TimestampMillis
                || type instanceof LogicalTypes.TimestampMicros
                || type instanceof LogicalTypes.TimestampNanos;
    }

    private static long perMilli(Schema schema) {
        LogicalType type = schema.getLogicalType();
        if (type instanceof LogicalTypes.TimestampNanos) {
            return NANOS_IN_MILLI;
        }
        return type instanceof LogicalTypes.TimestampMicros ? MICROS_IN_MILLI : 1;
    }

    private @Nullable Step number(Schema writer, Schema reader) {
        boolean single = reader.getType() == Schema.Type.FLOAT;
        return switch (writer.getType()) {
            case INT ->
                single ? (in, row) -> put(row, (float) in.readInt()) : (in, row) -> put(row, (double) in.readInt());
            case LONG ->
                single ? (in, row) -> put(row, (float) in.readLong()) : (in, row) -> put(row, (double) in.readLong());
            case FLOAT -> (in, row) -> put(row, in.readFloat());
            case DOUBLE -> single ? null : (in, row) -> put(row, in.readDouble());
            default -> null;
        };
    }

    private @Nullable Step text(Schema writer, Schema reader) {
        boolean toEnum = reader.getType() == Schema.Type.ENUM;
        return switch (writer.getType()) {
            case STRING, BYTES -> toEnum ? null : (in, row) -> row.strings[slot] = in.readString();
            case ENUM -> toEnum ? symbol(writer, reader) : null;
            default -> null;
        };
    }

    private Step symbol(Schema writer, Schema reader) {
        @Nullable
        String[] symbols = writer.getEnumSymbols().stream()
                .map(symbol -> reader.hasEnumSymbol(symbol) ? symbol : reader.getEnumDefault())
                .toArray(String[]::new);
        return (in, row) -> {
            int index = in.readIndex(symbols.length);
            String symbol = symbols[index];
            if (symbol == null) {
                throw new MalformedException(
                        Reason.INCOMPATIBLE_SCHEMA,
                        "field " + field.name() + " has the writer's enum symbol number " + index
                                + ", which the declared enum has not, nor a default");
            }
            row.strings[slot] = symbol;
        };
    }

    private void put(Row row, double value) {
        row.bits[slot] = Double.doubleToRawLongBits(value);
    }

    /** The step that reads no bytes and sets the declared default, for a field that the writer does not have. */
    Step constant(Object value) {
        if (value == JsonProperties.NULL_VALUE) {
            return (in, row) -> row.setNull(slot);
        }
        if (value instanceof byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return (in, row) -> row.strings[slot] = text;
        }
        if (value instanceof Boolean truth) {
            return (in, row) -> row.bits[slot] = truth ? 1 : 0;
        }
        if (value instanceof Number number) {
            return constant(number);
        }
        if (value instanceof List<?> numbers) {
            NumberVector vector = Vectors.of(numbers, field.kind() == FieldKind.FLOATS);
            return (in, row) -> row.setVector(slot, vector);
        }
        return (in, row) -> row.strings[slot] = value.toString();
    }

    private Step constant(Number number) {
        long bits =
                switch (field.kind()) {
                    case DOUBLE -> Double.doubleToRawLongBits(number.doubleValue());
                    case TIMESTAMP -> Math.floorDiv(number.longValue(), perMilli(declared.get(0)));
                    default -> number.longValue();
                };
        return (in, row) -> row.bits[slot] = bits;
    }
}
