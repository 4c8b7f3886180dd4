package io.millrace.dev.bench;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.CardTransaction;
import io.millrace.dev.CardWorld;
import io.millrace.dev.SimulatedCards;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Simulated transactions as rows, without end and always the same: 9,600 a day of 5,000 customers at 10,000 terminals. */
final class SimulatedRows implements Rows {
    private static final CardWorld WORLD = new CardWorld(42, 5_000, 10_000, 9_600, LocalDate.of(2024, 1, 1));

    private final SimulatedCards cards = new SimulatedCards(WORLD);
    private final Map<String, Integer> columns = new HashMap<>();

    SimulatedRows() {
        CardTransaction.COLUMNS.forEach(column -> columns.put(column, columns.size()));
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Row next() {
        CardTransaction transaction = cards.next();
        return new Row(transaction.id(), columns, transaction.cells());
    }

    @Override
    public void close() {}
}
