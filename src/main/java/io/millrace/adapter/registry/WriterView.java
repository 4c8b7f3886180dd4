package io.millrace.adapter.registry;

import io.millrace.event.EventType;
import io.millrace.governance.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline sees of the records of one writer's schema: a step for each of the writer's fields in their order, which reads it
 * into its slot or passes over it, then a step for each default. Compiled once for each schema id, so that a record costs no lookup
 * and no object but its row.
 *
 * <p>Fields are matched by name, or by the aliases of the declared schema. Names of records and enums are not compared.
 */
final class WriterView {
    private final Step[] steps;
    private final int slots;

    private WriterView(List<Step> steps, int slots) {
        this.steps = steps.toArray(new Step[0]);
        this.slots = slots;
    }

    /**
     * Compiles the view.
     *
     * @param declared the schema that the source declares; has every field of the type
     * @throws MalformedException with INCOMPATIBLE_SCHEMA where a used field can't be read from the writer's
     */
    static WriterView of(Schema writer, Schema declared, EventType type) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw incompatible(
                    "the writer's schema is " + writer.getType().getName() + "; expected record " + declared.getName());
        }
        Skip skip = new Skip();
        @Nullable Step[] steps = new @Nullable Step[writer.getFields().size()];
        List<Step> defaults = new ArrayList<>();
        for (int slot = 0; slot < type.fields().size(); slot++) {
            EventType.Field used = type.fields().get(slot);
            if (used.isComputed()) {
                defaults.add(absent(slot));
                continue;
            }
            Schema.Field reader = declared.getField(used.name());
            if (reader == null) {
                throw new IllegalArgumentException(
                        "source " + type.source() + ": its schema has no field " + used.name());
            }
            Reading reading = new Reading(used, slot, reader.schema());
            Optional<Schema.Field> found = find(writer, reader);
            if (found.isPresent()) {
                steps[found.get().pos()] = step(reading, found.get(), used);
            } else {
                defaults.add(constant(reading, reader));
            }
        }
        List<Step> all = new ArrayList<>();
        for (Schema.Field field : writer.getFields()) {
            Step step = steps[field.pos()];
            all.add(step != null ? step : skip.of(field.schema()));
        }
        all.addAll(defaults);
        return new WriterView(all, type.fields().size());
    }

    private static Optional<Schema.Field> find(Schema writer, Schema.Field reader) {
        Schema.Field same = writer.getField(reader.name());
        return same != null
                ? Optional.of(same)
                : reader.aliases().stream()
                        .flatMap(alias -> Optional.ofNullable(writer.getField(alias)).stream())
                        .findFirst();
    }

    private static Step step(Reading reading, Schema.Field writer, EventType.Field used) {
        return reading.from(writer.schema())
                .orElseThrow(() -> incompatible("field " + used.name() + " is " + names(writer.schema())
                        + " in the writer's schema; expected " + reading.names()));
    }

    /** The step for what no record has. */
    private static Step absent(int slot) {
        return (in, row) -> row.setNull(slot);
    }

    private static Step constant(Reading reading, Schema.Field reader) {
        if (!reader.hasDefaultValue()) {
            throw incompatible("the writer's schema has no field " + reader.name()
                    + ", and the declared one has no default for it");
        }
        return reading.constant(reader.defaultVal());
    }

    private static String names(Schema schema) {
        return schema.isUnion()
                ? String.join(
                        " or ", schema.getTypes().stream().map(Reading::name).toList())
                : Reading.name(schema);
    }

    private static MalformedException incompatible(String detail) {
        return new MalformedException(Reason.INCOMPATIBLE_SCHEMA, detail);
    }

    /**
     * Reads a record's Avro bytes, all that are left.
     *
     * @throws MalformedException where they do not fit
     */
    Row read(AvroBytes in) {
        Row row = new Row(slots);
        for (Step step : steps) {
            step.run(in, row);
        }
        if (in.remaining() > 0) {
            throw MalformedException.notAvro(in.remaining() + " bytes are left over after the record");
        }
        return row;
    }
}
