package io.millrace.dev;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import java.util.LinkedHashMap;
import java.util.Map;

/** Simulated cards as the rows of a file without end, so that a source reads them as it reads a file. */
public final class SimulatedRows implements Rows {
    private final SimulatedCards cards;
    private final Map<String, Integer> columns;

    public SimulatedRows(SimulatedCards cards) {
        this.cards = cards;
        Map<String, Integer> positions = new LinkedHashMap<>();
        CardTransaction.COLUMNS.forEach(column -> positions.put(column, positions.size()));
        this.columns = Map.copyOf(positions);
    }

    @Override
    public String name() {
        return "simulated-cards";
    }

    /** Never null. */
    @Override
    public Row next() {
        CardTransaction transaction = cards.next();
        return new Row(transaction.id(), columns, transaction.cells());
    }

    /** Does nothing: there is nothing to close. */
    @Override
    public void close() {}
}
