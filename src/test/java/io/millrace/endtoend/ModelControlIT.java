package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.store.FileModelStore;
import io.millrace.cli.Millrace;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.control.Assignment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes the models of a running job by the command line: the version of each event follows from its time and id alone, also when a TaskManager is killed around an activation, and between two steps by which a challenger's share grows.
 */
class ModelControlIT {
    private static final int EVENTS = 60_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** A challenger serves so much of the events of this time and later. */
    private record Step(long at, double share) {}

    private final StringWriter said = new StringWriter();

    /** The event time of a row that is so many twelfths into the events. */
    private static long time(List<String[]> rows, int twelfths) {
        return CardRows.time(rows.get(EVENTS / 12 * twelfths));
    }

    @Test
    void versionsFollowFromEventsAlone(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            String first = run.store().champion("card-fraud");
            run.train(rows, Duration.ofDays(3), Duration.ofDays(1));
            String second = other(run.store(), first);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                run.submit(run.scoring(2, "source.idle=20s"));
                producer.sendAll(rows.subList(0, EVENTS / 6));
                await("first predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > EVENTS / 12);

                long activation = time(rows, 6);
                List<Step> ramp = List.of(
                        new Step(time(rows, 8), 0.2), new Step(time(rows, 10), 0.45), new Step(time(rows, 11), 0.7));
                assertRefused(run, "is not prepared: 0 of 2", "activate", second, "--at", instant(activation));
                assertAccepted(run, "prepared: prepare " + second.substring(0, 12), "prepare", second);
                assertRefused(run, "is too early", "activate", second, "--at", instant(time(rows, 0)));
                assertAccepted(run, "accepted: activate", "activate", second, "--at", instant(activation));
                assertAccepted(run, "accepted: shadow", "shadow", first, "--at", instant(activation));
                assertGrows(run, first, ramp.get(0));

                producer.sendAll(rows.subList(EVENTS / 6, EVENTS * 3 / 4));
                await("predictions around the activation")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > EVENTS / 4);
                replaceTaskManager(run);

                await("predictions by the challenger").atMost(LIMIT).until(() -> predictions.poll().stream()
                        .anyMatch(ModelControlIT::isChallenged));
                assertGrows(run, first, ramp.get(1));
                producer.sendAll(rows.subList(EVENTS * 3 / 4, EVENTS * 7 / 8));
                replaceTaskManager(run);
                assertGrows(run, first, ramp.get(2));
                producer.sendAll(rows.subList(EVENTS * 7 / 8, EVENTS));
                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);

                assertVersions(rows, predictions.poll(), first, second, activation, ramp);
                assertShadows(predictions.poll(), run.shadows(), first, activation);
                String at = instant(ramp.get(0).at());
                assertAccepted(run, second.substring(0, 12), "history", "--at", at);
                assertAccepted(run, "accepted: activate " + first.substring(0, 12), "rollback");
            }
        }
    }

    /** Kills the process of the TaskManager while it works, and starts another. */
    private static void replaceTaskManager(CardFraudRun run) {
        run.stack().flink().killTaskManager(1);
        run.stack().flink().startTaskManager(1);
    }

    /** After a kill the job may have to start again first: until then, no subtask has the challenger loaded. */
    private void assertGrows(CardFraudRun run, String challenger, Step step) {
        String share = challenger + "=" + Math.round(step.share() * 100) + "%";
        await("a split").atMost(LIMIT).until(() -> {
            boolean accepted = models(run, "split", share, "--at", instant(step.at())) == 0;
            assertThat(said.toString()).containsAnyOf("accepted: split", "is not prepared: ");
            return accepted;
        });
    }

    private static boolean isChallenged(Prediction prediction) {
        return prediction.slot() == Slot.CHALLENGER;
    }

    private static String instant(long time) {
        return Instant.ofEpochMilli(time).toString();
    }

    private static String other(FileModelStore store, String first) throws Exception {
        return store.cards("card-fraud").stream()
                .map(ModelCard::digest)
                .filter(digest -> !digest.equals(first))
                .findAny()
                .orElseThrow();
    }

    private void assertAccepted(CardFraudRun run, String expected, String... command) {
        assertThat(models(run, command)).as(said::toString).isZero();
        assertThat(said.toString()).contains(expected);
    }

    private void assertRefused(CardFraudRun run, String expected, String... command) {
        assertThat(models(run, command)).as(said::toString).isNotZero();
        assertThat(said.toString()).contains("refused: ").contains(expected);
    }

    private int models(CardFraudRun run, String... command) {
        List<String> arguments = new ArrayList<>(List.of("models"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--pipeline", CardFraudRun.DEFINITION.toString()));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        said.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(said, true);
        return Millrace.run(out, out, arguments.toArray(String[]::new));
    }

    /** Each event has one prediction, by the version that an undisturbed run gives it: a function of the decisions, its time and its id. */
    private static void assertVersions(
            List<String[]> rows,
            List<Prediction> predictions,
            String first,
            String second,
            long activation,
            List<Step> ramp) {
        assertThat(predictions.stream().map(Prediction::eventId))
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(row -> row[0]).toList());
        Assignment places = new Assignment("card-fraud split");
        assertThat(predictions).allSatisfy(prediction -> {
            boolean challenged = places.position(prediction.eventId()) < share(ramp, prediction.eventTime());
            assertThat(prediction.slot()).isEqualTo(challenged ? Slot.CHALLENGER : Slot.CHAMPION);
            assertThat(prediction.modelDigest())
                    .isEqualTo(prediction.eventTime() < activation || challenged ? first : second);
            assertThat(prediction.servedBy()).isEqualTo("model");
        });
        assertThat(Stream.of(first, second)).allSatisfy(model -> assertThat(predictions)
                .anyMatch(prediction -> prediction.modelDigest().equals(model)));
        assertThat(ramp).allSatisfy(step -> assertThat(predictions)
                .filteredOn(prediction -> share(ramp, prediction.eventTime()) == step.share())
                .anyMatch(ModelControlIT::isChallenged)
                .anyMatch(prediction -> !isChallenged(prediction)));
    }

    /** The challenger's share of events of a time. */
    private static double share(List<Step> ramp, long time) {
        double share = 0;
        for (Step step : ramp) {
            share = time >= step.at() ? step.share() : share;
        }
        return share;
    }

    /** Shadows may leave events out, when the task has no time to spare; but never score one twice, nor with another vector. */
    private static void assertShadows(
            List<Prediction> predictions, List<Prediction> shadows, String first, long activation) {
        Map<String, Prediction> served =
                predictions.stream().collect(Collectors.toMap(Prediction::eventId, prediction -> prediction));
        assertThat(shadows.stream().map(Prediction::id)).doesNotHaveDuplicates();
        assertThat(shadows).isNotEmpty().allSatisfy(shadow -> {
            assertThat(shadow.modelDigest()).isEqualTo(first);
            assertThat(shadow.eventTime()).isGreaterThanOrEqualTo(activation);
            assertThat(shadow.vector()).isEqualTo(served.get(shadow.eventId()).vector());
        });
    }
}
