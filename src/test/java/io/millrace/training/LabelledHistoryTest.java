package io.millrace.training;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.fraud;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.xgboost.TrainingRow;
import io.millrace.flink.CardEvents;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LabelledHistoryTest {
    @Test
    void readsOnUntilTheOutcomesOfTheLastEventsAreKnown() {
        var outcome = Objects.requireNonNull(CardEvents.PIPELINE.outcome());
        LabelledHistory history = new LabelledHistory(CardEvents.PIPELINE, outcome, 2 * DAY);
        history.scored(transaction("1", "c", "t", 10, START, 0, 0));
        history.scored(transaction("2", "c", "t", 10, START + DAY, 0, 1));
        history.scored(transaction("3", "c", "t", 10, START + 2 * DAY, 0, 2));
        assertThat(history.goesOn()).isTrue();
        history.learned(fraud("2", "t", START + 8 * DAY, 0).event());
        history.scored(transaction("4", "c", "t", 10, START + 9 * DAY + 1, 0, 3));

        assertThat(history.goesOn()).isFalse();
        assertThat(history.rows()).extracting(TrainingRow::label).containsExactly(0.0, 1.0);
    }
}
