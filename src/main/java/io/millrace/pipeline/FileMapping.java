package io.millrace.pipeline;

import java.util.Map;

/**
 * How a source's events are found in the rows of a CSV file.
 *
 * @param columns for each field of the schema that differs from its column's name, the column
 * @param delay what is added to the event time column, in milliseconds
 * @param when values that columns must have for the row to hold an event of this source; empty: every row does
 */
public record FileMapping(Map<String, String> columns, long delay, Map<String, String> when) {
    public FileMapping {
        columns = Map.copyOf(columns);
        when = Map.copyOf(when);
    }
}
