package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.replay.RecordPlace;
import io.millrace.replay.Replayed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be told of replay without a job; with one: {@code ReplayIT}. */
class ReplayCommandTest {
    private static final int CANNOT = 2;

    private static Prediction prediction(String id, long time) {
        return new Prediction(
                id,
                "card-fraud",
                "t1",
                time,
                0.5f,
                false,
                1,
                Slot.CHAMPION,
                "model",
                "d1",
                "f1",
                new double[] {1},
                new Trigger("transactions", 0, 1, time, 1),
                List.of(),
                List.of(),
                "ort",
                "transactional");
    }

    private static String ids(PredictionChoice choice, Prediction... all) {
        return String.join(
                " ", choice.of(List.of(all)).stream().map(Prediction::id).toList());
    }

    @Test
    void predictionsAreChosenByIdByTimeAndBySample() {
        Prediction[] all = {prediction("c", 3), prediction("a", 1), prediction("b", 2)};
        Instant second = Instant.ofEpochMilli(2);

        assertThat(ids(new PredictionChoice(null, Instant.MIN, Instant.MAX, 9), all))
                .isEqualTo("a b c");
        assertThat(ids(new PredictionChoice("b", Instant.MIN, Instant.MAX, 9), all))
                .isEqualTo("b");
        assertThat(ids(new PredictionChoice(null, second, Instant.MAX, 9), all)).isEqualTo("b c");
        assertThat(ids(new PredictionChoice(null, Instant.MIN, second, 9), all)).isEqualTo("a");
        assertThat(ids(new PredictionChoice(null, Instant.MIN, Instant.MAX, 2), all))
                .isEqualTo("a b");
    }

    @Test
    void theFirstDifferenceIsShownWithBothValuesAndTheirBits() {
        Prediction prediction = prediction("00ff", 0);

        assertThat(ReplayText.of(new Replayed(prediction, null))).isEqualTo("MATCH 00ff\n");
        assertThat(ReplayText.of(new Replayed(prediction, new Replayed.OtherFeature("card.avg_1d", 0.0, -0.0))))
                .isEqualTo("""
                        MISMATCH 00ff, event t1 of 1970-01-01T00:00:00Z
                          where   feature card.avg_1d, from the same events
                          was     0.0 (bits 0000000000000000)
                          replay  -0.0 (bits 8000000000000000)
                        """);
        assertThat(ReplayText.of(new Replayed(prediction, new Replayed.OtherScore("d1", 0.5f, 1, "ort"))))
                .isEqualTo("""
                        MISMATCH 00ff, event t1 of 1970-01-01T00:00:00Z
                          where   the score of model d1, from the same vector
                          was     0.5 (bits 3f000000)
                          replay  1.0 (bits 3f800000), by ort
                        """);
        assertThat(ReplayText.of(new Replayed(prediction, new Replayed.OtherEvents("card", "transactions", 10, 255))))
                .contains(
                        "where   the events of topic transactions in the windows of feature set card (their hash; other events than the prediction saw)",
                        "was     a\n",
                        "replay  ff\n");
        assertThat(ReplayText.of(new Replayed(prediction, new Replayed.NoEvent(new RecordPlace("transactions", 0, 1)))))
                .contains("where   the scored event\n  was     transactions, partition 0, offset 1\n");
    }

    @Test
    void whatIsNoInstantIsRefused() {
        StringWriter err = new StringWriter();

        int code = Millrace.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "replay",
                "--pipeline",
                "jobs/card-fraud",
                "--from",
                "yesterday");

        assertThat(code).isEqualTo(CANNOT);
        assertThat(err.toString())
                .contains("--from \"yesterday\" is no instant; write for example 2024-05-01T00:00:00Z");
    }
}
