package io.millrace.adapter.lake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Turns values of one writer's schema into Flink's values of a column's type. */
interface AvroValues {
    int MICROS = 1000;

    /** @param value not null */
    @Nullable
    Object convert(Object value);

    /** The same, where a value may be missing. */
    default @Nullable Object convertNullable(@Nullable Object value) {
        return value == null ? null : convert(value);
    }

    /**
     * What converts values, or null where the column can't hold what the writer writes.
     *
     * @param writer of the field
     * @param type of the column
     */
    static @Nullable AvroValues of(Schema writer, Type type) {
        Schema schema = AvroTypes.present(writer).orElse(null);
        if (schema == null) {
            return null;
        }
        return switch (type.typeId()) {
            case STRUCT -> struct(schema, type.asStructType());
            case LIST -> list(schema, type.asListType());
            case MAP -> map(schema, type.asMapType());
            default -> primitive(schema, type);
        };
    }

    private static @Nullable AvroValues primitive(Schema schema, Type type) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case BOOLEAN -> is(type, Type.TypeID.BOOLEAN) ? value -> value : null;
            case INT ->
                switch (type.typeId()) {
                    case INTEGER -> value -> value;
                    case LONG -> value -> ((Integer) value).longValue();
                    case DATE -> logical instanceof LogicalTypes.Date ? value -> value : null;
                    case TIME -> logical instanceof LogicalTypes.TimeMillis ? value -> value : null;
                    default -> null;
                };
            case LONG ->
                switch (type.typeId()) {
                    case LONG -> value -> value;
                    case TIMESTAMP -> timestamp(logical, ((Types.TimestampType) type).shouldAdjustToUTC());
                    default -> null;
                };
            case FLOAT ->
                switch (type.typeId()) {
                    case FLOAT -> value -> value;
                    case DOUBLE -> value -> ((Float) value).doubleValue();
                    default -> null;
                };
            case DOUBLE -> is(type, Type.TypeID.DOUBLE) ? value -> value : null;
            case STRING, ENUM -> is(type, Type.TypeID.STRING) ? value -> StringData.fromString(value.toString()) : null;
            case BYTES, FIXED -> bytes(logical, type);
            default -> null;
        };
    }

    private static boolean is(Type type, Type.TypeID id) {
        return type.typeId() == id;
    }

    private static @Nullable AvroValues timestamp(@Nullable LogicalType logical, boolean zoned) {
        boolean millis = zoned
                ? logical instanceof LogicalTypes.TimestampMillis
                : logical instanceof LogicalTypes.LocalTimestampMillis;
        if (millis) {
            return value -> TimestampData.fromEpochMillis((Long) value);
        }
        boolean micros = zoned
                ? logical instanceof LogicalTypes.TimestampMicros
                : logical instanceof LogicalTypes.LocalTimestampMicros;
        return micros
                ? value -> TimestampData.fromEpochMillis(
                        Math.floorDiv((Long) value, MICROS), Math.floorMod((Long) value, MICROS) * MICROS)
                : null;
    }

    private static @Nullable AvroValues bytes(@Nullable LogicalType logical, Type type) {
        if (type instanceof Types.DecimalType decimal) {
            return logical instanceof LogicalTypes.Decimal written
                            && written.getScale() == decimal.scale()
                            && written.getPrecision() <= decimal.precision()
                    ? value -> decimal(bytes(value), decimal)
                    : null;
        }
        return is(type, Type.TypeID.BINARY) || is(type, Type.TypeID.FIXED) ? AvroValues::bytes : null;
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = (ByteBuffer) value;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable Object decimal(byte[] unscaled, Types.DecimalType type) {
        return DecimalData.fromBigDecimal(
                new BigDecimal(new BigInteger(unscaled), type.scale()), type.precision(), type.scale());
    }

    private static @Nullable AvroValues list(Schema schema, Types.ListType type) {
        if (schema.getType() != Schema.Type.ARRAY) {
            return null;
        }
        AvroValues element = of(schema.getElementType(), type.elementType());
        return element == null
                ? null
                : value -> new GenericArrayData(((Collection<?>) value)
                        .stream().map(element::convertNullable).toArray());
    }

    private static @Nullable AvroValues map(Schema schema, Types.MapType type) {
        if (schema.getType() != Schema.Type.MAP) {
            return null;
        }
        AvroValues values = of(schema.getValueType(), type.valueType());
        return values == null
                ? null
                : value -> {
                    Map<Object, @Nullable Object> converted = new HashMap<>();
                    ((Map<?, ?>) value)
                            .forEach((key, item) -> converted.put(
                                    StringData.fromString(String.valueOf(key)), values.convertNullable(item)));
                    return new GenericMapData(converted);
                };
    }

    private static @Nullable AvroValues struct(Schema schema, Types.StructType type) {
        if (schema.getType() != Schema.Type.RECORD) {
            return null;
        }
        AvroFields fields = AvroFields.of(schema, type.fields());
        return !fields.misfits().isEmpty()
                ? null
                : value -> {
                    GenericRowData row = new GenericRowData(type.fields().size());
                    fields.write((IndexedRecord) value, row, 0);
                    return row;
                };
    }
}
