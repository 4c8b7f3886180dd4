package io.millrace.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a job reads or writes.
 *
 * @param version names what the columns mean, or the snapshot; empty where nothing is known
 * @param description empty where there is none
 * @param lineage for each column of an output what it comes from; columns of a record behind a dot
 * @param filters columns of inputs that say which rows are there
 */
public record Dataset(
        DatasetName name,
        List<Column> columns,
        String version,
        String description,
        Map<String, List<ColumnUse>> lineage,
        List<ColumnUse> filters) {
    public Dataset {
        columns = List.copyOf(columns);
        lineage = new TreeMap<>(lineage);
        filters = List.copyOf(filters);
    }

    /** One that is read. */
    public static Dataset input(DatasetName name, List<Column> columns, String version, String description) {
        return new Dataset(name, columns, version, description, Map.of(), List.of());
    }

    /** The same, written: with what its columns come from. */
    public Dataset of(Map<String, List<ColumnUse>> columnLineage, List<ColumnUse> rowFilters) {
        return new Dataset(name, columns, version, description, columnLineage, rowFilters);
    }

    /** The same with another version. */
    public Dataset at(String other) {
        return new Dataset(name, columns, other, description, lineage, filters);
    }

    /** The same whose columns of numbers hold features, each with what it says. */
    Dataset with(String vector, List<Column> features) {
        List<Column> all = new ArrayList<>();
        columns.forEach(column -> all.add(
                column.name().equals(vector)
                        ? new Column(vector, column.type(), column.description(), features)
                        : column));
        return new Dataset(name, all, version, description, lineage, filters);
    }
}
