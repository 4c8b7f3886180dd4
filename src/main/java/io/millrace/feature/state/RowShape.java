package io.millrace.feature.state;

import java.util.Collections;
import java.util.List;

/**
 * How many words of 64 bits each column of rows has: one for a number or a category, several for a vector. A column is named by the index of its first word.
 *
 * @param words for each column, at least 1
 */
public record RowShape(List<Integer> words) {
    public RowShape {
        words = List.copyOf(words);
        if (words.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("a column has less than a word: " + words);
        }
    }

    /** Columns of one word each. */
    public static RowShape ofSingleWords(int columns) {
        return new RowShape(Collections.nCopies(columns, 1));
    }

    public boolean isOfSingleWords() {
        return width() == words.size();
    }

    /** The number of words of a row. */
    public int width() {
        return first(words.size());
    }

    /** The index of a column's first word; of the column after the last one the {@link #width}. */
    public int first(int column) {
        int first = 0;
        for (int i = 0; i < column; i++) {
            first += words.get(i);
        }
        return first;
    }

    /** The column that a word belongs to. */
    int columnAt(int word) {
        int column = 0;
        for (int end = words.get(0); end <= word; end += words.get(column)) {
            column++;
        }
        return column;
    }
}
