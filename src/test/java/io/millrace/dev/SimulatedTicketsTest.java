package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.file.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTicketsTest {
    private static List<Row> rows(SupportWorld world) {
        List<Row> rows = new ArrayList<>();
        try (SimulatedTickets tickets = new SimulatedTickets(world)) {
            for (Row row = tickets.next(); row != null; row = tickets.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void theSameWorldGivesTheSameRows() {
        assertThat(rows(SupportWorld.SMALL)).isEqualTo(rows(SupportWorld.SMALL)).hasSize(3_200);
    }

    @Test
    void rowsAreInOrderOfTimeFromTheFirstDayToTheLast() {
        List<Row> rows = rows(SupportWorld.SMALL);
        assertThat(rows).extracting(row -> row.cell("CREATED_AT")).isSorted();
        assertThat(rows.get(0).cell("CREATED_AT")).isEqualTo("2024-01-01 00:00:00");
        assertThat(rows.get(rows.size() - 1).cell("CREATED_AT")).startsWith("2024-02-09 23:");
    }

    @Test
    void whatWasWrittenSaysWhetherATicketIsEscalated() {
        List<Row> rows = rows(SupportWorld.SMALL);
        assertThat(share(rows, "")).isBetween(0.15, 0.25);
        assertThat(share(rows, "cancel my contract")).isGreaterThan(0.6);
        assertThat(share(rows, "invoice")).isLessThan(0.1);
        assertThat(rows.stream().filter(row -> row.cell("BODY") == null)).hasSizeBetween(40, 90);
    }

    private static double share(List<Row> rows, String words) {
        List<Row> having = rows.stream()
                .filter(row -> row.cell("BODY") != null && row.cell("BODY").contains(words))
                .toList();
        return having.stream().filter(row -> "1".equals(row.cell("ESCALATED"))).count() / (double) having.size();
    }

    @Test
    void theWeightsOfConcernsAreAHundredPercent() {
        int sum = Concern.ALL.stream().mapToInt(Concern::weight).sum();
        assertThat(sum).isEqualTo(100);
    }
}
