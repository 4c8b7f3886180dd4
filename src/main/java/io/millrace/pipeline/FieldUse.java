package io.millrace.pipeline;

/**
 * A field of a source's events, and what it does.
 *
 * @param source name of the source
 * @param field as the source's schema has it; never a vector that is computed, but the field that it is computed of
 */
public record FieldUse(String source, String field, Use use) {}
