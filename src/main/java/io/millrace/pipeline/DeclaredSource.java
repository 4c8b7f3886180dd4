package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import java.util.Map;

/**
 * A source as declared, before it is known which of its fields are used. Where one of its values is wrong, the problem
 * is reported and a harmless value stands here, so that what builds on the source can be checked too.
 *
 * @param index the position among the declared sources
 * @param fields those of the records, and after them the vectors that are computed
 * @param vectors by name
 */
record DeclaredSource(
        String name,
        int index,
        String topic,
        SchemaFields fields,
        String id,
        String time,
        long lateness,
        long duplicates,
        boolean deletes,
        long future,
        int largest,
        Map<String, DeclaredVector> vectors,
        FileMapping file) {

    /** Canonical text of what events of this source are. */
    String definition() {
        return name + " " + fields.fullName() + " (id " + typed(id) + ", time " + typed(time) + ")";
    }

    /** A field as an expression reads it. */
    Operand.OfField operand(String field, FieldKind kind) {
        DeclaredVector vector = vectors.get(field);
        return vector == null
                ? new Operand.OfField(field, ExpressionType.of(kind))
                : new Operand.OfField(field, ExpressionType.of(kind), vector.text());
    }

    /** A field with its type, as the canonical text of an expression has it. */
    String typed(String field) {
        FieldKind kind = fields.readable(field);
        return field + ":" + (kind == null ? "?" : ExpressionType.of(kind));
    }
}
