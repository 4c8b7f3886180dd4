package io.millrace.adapter.file;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table of text.
 *
 * @param number the row's number, from 0, the header not counted
 * @param columns for each column its position
 * @param cells the row's cells; may be shorter than the header
 */
public record Row(long number, Map<String, Integer> columns, List<String> cells) {
    /** The text of a cell, or null where the column is absent or the cell empty. */
    public @Nullable String cell(String column) {
        Integer position = columns.get(column);
        if (position == null || position >= cells.size()) {
            return null;
        }
        String cell = cells.get(position);
        return cell.isEmpty() ? null : cell;
    }
}
