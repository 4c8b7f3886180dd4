package io.millrace.adapter.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Columns for the fields of Avro records. All are optional, since nobody keeps writers from leaving a field out.
 *
 * <p>A union of several types and a record within itself have no column.
 */
final class AvroTypes {
    private static final int LARGEST_DECIMAL = 38;

    private final List<String> within = new ArrayList<>();
    private int lastId;

    /** @param lastId the greatest id of a column that is taken */
    AvroTypes(int lastId) {
        this.lastId = lastId;
    }

    /** The columns of a record's fields, in their order. */
    List<NestedField> columns(Schema record) {
        List<NestedField> columns = new ArrayList<>();
        within.add(record.getFullName());
        for (Schema.Field field : record.getFields()) {
            int id = ++lastId;
            of(field.schema())
                    .ifPresent(type -> columns.add(NestedField.optional(id, field.name(), type, field.doc())));
        }
        within.remove(record.getFullName());
        return columns;
    }

    /** The branch of a union of null and one type, or of one type; a schema that is no union itself. */
    static Optional<Schema> present(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return Optional.of(schema);
        }
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.size() == 1 ? Optional.of(branches.get(0)) : Optional.empty();
    }

    private Optional<Type> of(Schema schema) {
        return present(schema).flatMap(this::ofPresent);
    }

    private Optional<Type> ofPresent(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> Optional.of(Types.BooleanType.get());
            case INT -> Optional.of(ofInt(schema.getLogicalType()));
            case LONG -> Optional.of(ofLong(schema.getLogicalType()));
            case FLOAT -> Optional.of(Types.FloatType.get());
            case DOUBLE -> Optional.of(Types.DoubleType.get());
            case STRING, ENUM -> Optional.of(Types.StringType.get());
            case BYTES -> Optional.of(decimal(schema).orElse(Types.BinaryType.get()));
            case FIXED -> Optional.of(decimal(schema).orElse(Types.FixedType.ofLength(schema.getFixedSize())));
            case ARRAY -> array(schema);
            case MAP -> map(schema);
            case RECORD -> record(schema);
            case NULL, UNION -> Optional.empty();
        };
    }

    private static Type ofInt(LogicalType logical) {
        if (logical instanceof LogicalTypes.Date) {
            return Types.DateType.get();
        }
        return logical instanceof LogicalTypes.TimeMillis ? Types.TimeType.get() : Types.IntegerType.get();
    }

    private static Type ofLong(LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis || logical instanceof LogicalTypes.TimestampMicros) {
            return Types.TimestampType.withZone();
        }
        boolean local = logical instanceof LogicalTypes.LocalTimestampMillis
                || logical instanceof LogicalTypes.LocalTimestampMicros;
        return local ? Types.TimestampType.withoutZone() : Types.LongType.get();
    }

    private static Optional<Type> decimal(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        && decimal.getPrecision() <= LARGEST_DECIMAL
                ? Optional.of(Types.DecimalType.of(decimal.getPrecision(), decimal.getScale()))
                : Optional.empty();
    }

    private Optional<Type> array(Schema schema) {
        int id = ++lastId;
        return of(schema.getElementType()).map(element -> Types.ListType.ofOptional(id, element));
    }

    private Optional<Type> map(Schema schema) {
        int key = ++lastId;
        int value = ++lastId;
        return of(schema.getValueType())
                .map(type -> Types.MapType.ofOptional(key, value, Types.StringType.get(), type));
    }

    private Optional<Type> record(Schema schema) {
        if (within.contains(schema.getFullName())) {
            return Optional.empty();
        }
        List<NestedField> columns = columns(schema);
        return columns.isEmpty() ? Optional.empty() : Optional.of(Types.StructType.of(columns));
    }
}
