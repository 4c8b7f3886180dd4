package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.file.Row;
import org.junit.jupiter.api.Test;

class SimulatedRowsTest {
    @Test
    void rowsAreTheTransactionsInTheirOrderByTheNamesOfTheColumns() {
        SimulatedCards cards = new SimulatedCards(CardWorld.SMALL);
        try (SimulatedRows rows = new SimulatedRows(new SimulatedCards(CardWorld.SMALL))) {
            for (int number = 0; number < 100; number++) {
                CardTransaction expected = cards.next();
                Row row = rows.next();

                assertThat(row.number()).isEqualTo(number);
                assertThat(row.cells()).isEqualTo(expected.cells());
                assertThat(row.cell("TERMINAL_ID")).isEqualTo(Integer.toString(expected.terminal()));
            }
        }
    }
}
