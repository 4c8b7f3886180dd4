package io.millrace.lineage;

import io.millrace.pipeline.Use;

/**
 * A column of an input, and what it does to a column of an output.
 *
 * @param description what is done, for people
 */
public record ColumnUse(DatasetName dataset, String column, Use use, String description) {}
