package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCardsTest {
    private static final int DAYS = 30;
    private static final int SECONDS_A_DAY = 86_400;

    @Test
    void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() {
        List<CardTransaction> rows = month(CardWorld.SMALL);

        assertThat(month(CardWorld.SMALL)).isEqualTo(rows);
        assertThat(month(CardWorld.SMALL.withSeed(43))).isNotEqualTo(rows);
    }

    @Test
    void rowsAreInOrderOfTimeFromTheStartWithIdsWithoutGaps() {
        List<CardTransaction> rows = month(CardWorld.SMALL);

        assertThat(rows).extracting(CardTransaction::second).isSorted();
        assertThat(rows.get(0).second())
                .isBetween(CardWorld.SMALL.startSecond(), CardWorld.SMALL.startSecond() + SECONDS_A_DAY);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).id()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 1, 2, 3, 4, 5})
    void aMonthHasEachKindOfFraudAndTheShareIsOfAPercent(long seed) {
        List<CardTransaction> rows = month(CardWorld.SMALL.withSeed(seed));

        var byScenario = rows.stream().collect(Collectors.groupingBy(CardTransaction::scenario, Collectors.counting()));
        double share = (double) rows.stream().filter(CardTransaction::fraud).count() / rows.size();

        assertThat(byScenario).as("seed %d", seed).containsOnlyKeys(0, 1, 2, 3);
        assertThat(byScenario.values()).as("seed %d", seed).allMatch(count -> count >= 20);
        assertThat(share).as("seed %d", seed).isBetween(0.005, 0.015);
    }

    @Test
    void theShareOfFraudStaysWhereItIsOverHalfAYear() {
        List<CardTransaction> rows = days(CardWorld.SMALL, 180);

        double share = (double) rows.stream().filter(CardTransaction::fraud).count() / rows.size();

        assertThat(share).isBetween(0.005, 0.015);
    }

    @Test
    void everyAmountAboveTheLimitIsFraud() {
        List<CardTransaction> rows = month(CardWorld.SMALL);

        assertThat(rows)
                .filteredOn(row -> row.cents() > SimulatedCards.LIMIT_CENTS)
                .allMatch(CardTransaction::fraud);
        assertThat(rows)
                .filteredOn(row -> row.scenario() == 1)
                .allMatch(row -> row.cents() > SimulatedCards.LIMIT_CENTS);
    }

    @Test
    void theNumberOfTransactionsADayIsAsAsked() {
        assertThat(month(CardWorld.SMALL).size() / (double) DAYS).isBetween(1_800.0, 2_200.0);
        assertThat(month(CardWorld.SMALL.withPerDay(200)).size() / (double) DAYS)
                .isBetween(180.0, 220.0);
    }

    @Test
    void aRowHasTheColumnsOfTheFile() {
        CardTransaction row = new CardTransaction(7, CardWorld.SMALL.startSecond() + 61, 3, 9, 1_205, 2);

        assertThat(row.cells()).containsExactly("7", "2024-01-01 00:01:01", "3", "9", "12.05", "1", "2");
        assertThat(row.cells()).hasSameSizeAs(CardTransaction.COLUMNS);
    }

    @Test
    void aWorldWithoutCustomersIsRefused() {
        assertThatThrownBy(() -> new CardWorld(1, 0, 5, 10, LocalDate.EPOCH))
                .hasMessage("A world has at least one customer, terminal and transaction a day; found 0, 5 and 10");
    }

    private static List<CardTransaction> month(CardWorld world) {
        return days(world, DAYS);
    }

    private static List<CardTransaction> days(CardWorld world, int days) {
        SimulatedCards cards = new SimulatedCards(world);
        long end = world.startSecond() + (long) days * SECONDS_A_DAY;
        List<CardTransaction> rows = new ArrayList<>();
        for (CardTransaction row = cards.next(); row.second() < end; row = cards.next()) {
            rows.add(row);
        }
        return rows;
    }
}
