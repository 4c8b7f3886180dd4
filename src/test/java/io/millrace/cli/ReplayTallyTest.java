package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.replay.RecordPlace;
import io.millrace.replay.Replayed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTallyTest {
    private static final ReplayTally.Moment MOMENT =
            new ReplayTally.Moment(Instant.parse("2024-01-01T00:00:05Z"), 3, 2, 1_000);

    private final ReplayTally tally = new ReplayTally("shop");

    private void add(Replayed.@Nullable Difference difference) {
        Prediction prediction = new Prediction(
                "id",
                "shop",
                "t1",
                1,
                0.5f,
                false,
                1,
                Slot.CHAMPION,
                "model",
                "d1",
                "f1",
                new double[] {1},
                new Trigger("transactions", 0, 1, 1, 1),
                List.of(),
                List.of(),
                "ort",
                "transactional");
        tally.add(new Replayed(prediction, difference));
    }

    @Test
    void whatIsNotThereIsNoMismatch() {
        add(null);
        add(new Replayed.NoEvent(new RecordPlace("transactions", 0, 1)));
        assertThat(tally.mismatched()).isZero();
        assertThat(tally.missing()).isEqualTo(1);

        add(new Replayed.OtherFeature("card.avg_1d", 1, 2));
        add(new Replayed.OtherScore("d1", 1, 2, "ort"));
        add(new Replayed.OtherEvents("card", "transactions", 1, 2));
        assertThat(tally.mismatched()).isEqualTo(3);
        assertThat(tally.replayed()).isEqualTo(5);
    }

    @Test
    void aMomentIsOneLineOfJson() {
        add(null);
        add(new Replayed.OtherFeature("card.avg_1d", 1, 2));

        assertThat(tally.json(MOMENT))
                .isEqualTo(
                        "{\"time\":\"2024-01-01T00:00:05Z\",\"pipeline\":\"shop\",\"replayed\":2,\"mismatched\":1,\"events\":0,"
                                + "\"feature\":1,\"match\":1,\"missing\":0,\"score\":0,\"waiting\":3,\"other_definition\":2,\"held_events\":1000}");
    }

    @Test
    void prometheusFetchesTheSame() throws Exception {
        add(null);
        try (MetricsPage page = MetricsPage.at(0)) {
            page.show(tally.prometheus(MOMENT));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + page.port() + "/metrics"))
                    .build();

            String body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();

            assertThat(body.lines())
                    .contains(
                            "# TYPE millrace_replay_predictions_total counter",
                            "millrace_replay_predictions_total{pipeline=\"shop\",result=\"match\"} 1",
                            "millrace_replay_predictions_total{pipeline=\"shop\",result=\"feature\"} 0",
                            "millrace_replay_mismatched_total{pipeline=\"shop\"} 0",
                            "millrace_replay_waiting{pipeline=\"shop\"} 3",
                            "millrace_replay_last_round_seconds{pipeline=\"shop\"} 1704067205");
        }
    }
}
