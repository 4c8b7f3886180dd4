package io.millrace.lineage;

import java.util.List;

/**
 * A column of a dataset.
 *
 * @param type as the format of the dataset names it
 * @param description empty where there is none
 * @param columns those of a record
 */
public record Column(String name, String type, String description, List<Column> columns) {
    public Column {
        columns = List.copyOf(columns);
    }
}
