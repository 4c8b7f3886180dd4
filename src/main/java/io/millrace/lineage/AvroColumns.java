package io.millrace.lineage;

import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The fields of an Avro record as columns. */
public final class AvroColumns {
    private AvroColumns() {}

    /** @param schema of a record */
    public static List<Column> of(Schema schema) {
        return schema.getFields().stream().map(AvroColumns::column).toList();
    }

    /** Names what a schema means to readers: its fingerprint, in which names, types and order count. */
    public static String version(Schema schema) {
        return "avro:" + Long.toHexString(SchemaNormalization.parsingFingerprint64(schema));
    }

    private static Column column(Schema.Field field) {
        Schema record = record(field.schema()).orElse(null);
        return new Column(
                field.name(),
                type(field.schema()),
                Optional.ofNullable(field.doc()).orElse(""),
                record == null ? List.of() : nested(record));
    }

    /** A record within itself ends there. */
    private static List<Column> nested(Schema record) {
        return record.getFields().stream()
                .map(field -> new Column(
                        field.name(),
                        type(field.schema()),
                        Optional.ofNullable(field.doc()).orElse(""),
                        List.of()))
                .toList();
    }

    private static Optional<Schema> record(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> Optional.of(schema);
            case ARRAY -> record(schema.getElementType());
            case UNION ->
                schema.getTypes().stream()
                        .map(AvroColumns::record)
                        .flatMap(Optional::stream)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static String type(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            return logical.getName();
        }
        return switch (schema.getType()) {
            case ARRAY -> "array<" + type(schema.getElementType()) + ">";
            case MAP -> "map<" + type(schema.getValueType()) + ">";
            case UNION ->
                String.join(
                        "|", schema.getTypes().stream().map(AvroColumns::type).toList());
            default -> schema.getType().getName();
        };
    }
}
