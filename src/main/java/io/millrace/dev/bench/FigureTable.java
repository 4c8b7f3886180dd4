package io.millrace.dev.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lays out figures for people: a line for each kind of figure, a column for each job or run. */
public final class FigureTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns heads of the columns after the first */
    public FigureTable(String... columns) {
        rows.add(Stream.concat(Stream.of(""), Stream.of(columns)).toList());
    }

    /** Adds a line; absent figures are empty texts. */
    public FigureTable row(String label, String... cells) {
        if (cells.length + 1 != rows.get(0).size()) {
            throw new IllegalArgumentException(label + " has " + cells.length + " cells; expected "
                    + (rows.get(0).size() - 1));
        }
        rows.add(Stream.concat(Stream.of(label), Stream.of(cells)).toList());
        return this;
    }

    /** The number with thousands marked, and so many digits after the point. */
    public static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(String.format("%-" + width(0) + "s", row.get(0)));
            for (int column = 1; column < row.size(); column++) {
                line.append(GAP).append(String.format("%" + width(column) + "s", row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0) + 1;
    }
}
