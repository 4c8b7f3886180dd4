package io.millrace.adapter.registry;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record's value is, as its writer's schema has it.
 *
 * @param schemaId the id in the value's frame; null where it has none
 * @param record all fields; null where they can't be read, or where the record has no value
 * @param problem why they can't be read; null where they can, or where the record has no value
 */
public record ReadRecord(
        @Nullable Integer schemaId,
        @Nullable GenericRecord record,
        @Nullable String problem) {}
