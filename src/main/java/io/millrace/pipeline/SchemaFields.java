package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an Avro record schema, in its order, and how each is held in an event.
 *
 * @param fullName the record's full name
 * @param text the schema as it was written
 * @param kinds the fields that events can hold
 * @param unsupported for each other field, what its type is
 */
record SchemaFields(String fullName, String text, Map<String, FieldKind> kinds, Map<String, String> unsupported) {

    /** Reads a schema; one that is none is a problem of the value that names it. */
    static Optional<SchemaFields> read(YamlValue value, String path, String text) {
        try {
            Schema schema = new Schema.Parser().parse(text);
            if (schema.getType() == Schema.Type.RECORD) {
                return Optional.of(of(schema, text));
            }
            value.problem(
                    "\"" + path + "\" is the schema of a " + schema.getType().getName() + "; expected a record");
        } catch (AvroRuntimeException e) {
            value.problem("\"" + path + "\" is no Avro schema: " + firstLine(e));
        }
        return Optional.empty();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static SchemaFields of(Schema schema, String text) {
        Map<String, FieldKind> kinds = new LinkedHashMap<>();
        Map<String, String> unsupported = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            kind(field.schema())
                    .ifPresentOrElse(
                            kind -> kinds.put(field.name(), kind),
                            () -> unsupported.put(field.name(), typeName(field.schema())));
        }
        return new SchemaFields(schema.getFullName(), text, kinds, unsupported);
    }

    /** The same with vectors that are computed, behind all others. */
    SchemaFields with(Set<String> vectors) {
        Map<String, FieldKind> all = new LinkedHashMap<>(kinds);
        vectors.forEach(name -> all.putIfAbsent(name, FieldKind.FLOATS));
        return new SchemaFields(fullName, text, all, unsupported);
    }

    Set<String> names() {
        return kinds.keySet();
    }

    /** The kind of a field that expressions can read; null where they can't, or there is none. */
    @Nullable
    FieldKind readable(String name) {
        FieldKind kind = kinds.get(name);
        return kind == FieldKind.BYTES ? null : kind;
    }

    /** The kind of a field that the value names; an unknown or unsupported one is a problem of the value. */
    Optional<FieldKind> field(YamlValue value, String name) {
        if (kinds.containsKey(name)) {
            return Optional.of(kinds.get(name));
        }
        value.problem(explain(name));
        return Optional.empty();
    }

    /** Why a name is no usable field. */
    String explain(String name) {
        if (kinds.get(name) == FieldKind.BYTES) {
            return "field \"" + name + "\" of " + fullName
                    + " holds bytes, of which only images can be made; declare a vector"
                    + " of its source, for example vectors: {pixels: {image: " + name + ", resize: [32, 32]}}";
        }
        String type = unsupported.get(name);
        if (type != null) {
            return "field \"" + name + "\" of " + fullName + " is of type " + type
                    + ", which can't be used; usable are int, long, float, double, boolean, string, enum,"
                    + " timestamps in milliseconds or microseconds, and arrays of float or double, each also as a"
                    + " union with null";
        }
        return "\"" + name + "\" is not a field of " + fullName + Names.hint(name, kinds.keySet());
    }

    private static Optional<FieldKind> kind(Schema schema) {
        if (schema.getType() == Schema.Type.UNION) {
            List<Schema> types = schema.getTypes().stream()
                    .filter(type -> type.getType() != Schema.Type.NULL)
                    .toList();
            return types.size() == 1 ? kind(types.get(0)) : Optional.empty();
        }
        String logical = schema.getProp("logicalType");
        return switch (schema.getType()) {
            case INT -> Optional.ofNullable(logical == null ? FieldKind.LONG : null);
            case LONG -> Optional.ofNullable(ofLong(logical));
            case FLOAT, DOUBLE -> Optional.of(FieldKind.DOUBLE);
            case BOOLEAN -> Optional.of(FieldKind.BOOLEAN);
            case STRING, ENUM -> Optional.of(FieldKind.STRING);
            case BYTES, FIXED -> Optional.ofNullable(logical == null ? FieldKind.BYTES : null);
            case ARRAY -> Optional.ofNullable(ofItems(schema.getElementType()));
            default -> Optional.empty();
        };
    }

    private static @Nullable FieldKind ofItems(Schema items) {
        return switch (items.getType()) {
            case FLOAT -> FieldKind.FLOATS;
            case DOUBLE -> FieldKind.DOUBLES;
            default -> null;
        };
    }

    private static @Nullable FieldKind ofLong(@Nullable String logical) {
        if (logical == null) {
            return FieldKind.LONG;
        }
        return logical.equals("timestamp-millis") || logical.equals("timestamp-micros") ? FieldKind.TIMESTAMP : null;
    }

    private static String typeName(Schema schema) {
        if (schema.getType() == Schema.Type.ARRAY) {
            return "array of " + typeName(schema.getElementType());
        }
        String logical = schema.getProp("logicalType");
        return logical == null ? schema.getType().getName() : logical;
    }
}
