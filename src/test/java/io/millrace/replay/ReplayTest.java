package io.millrace.replay;

import static io.millrace.flink.CardEvents.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.flink.CardEvents;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.replay.Replayed.Difference;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Predictions of a stream with late events, computed again; and what is said where the events, the evaluator or the model are not the same. */
class ReplayTest {
    private static final int WIDTH = PIPELINE.inputs().size();
    private static final int NEVER = Integer.MAX_VALUE;

    private static List<Replayed> replay(Pipeline pipeline, RawEvents raw, List<Prediction> predictions, float more)
            throws IOException {
        try (ModelScores scores = new ModelScores(pipeline, digest -> new SumScorer(WIDTH, more))) {
            return new Replay(pipeline, AcceptedEvents.read(pipeline, raw), scores).run(predictions);
        }
    }

    private static List<String> differences(List<Replayed> all) {
        return all.stream()
                .filter(one -> !one.matches())
                .map(one -> text(one.prediction(), one.difference()))
                .toList();
    }

    private static String text(Prediction prediction, Difference difference) {
        return prediction.eventId() + ": " + difference.where() + ": " + difference.was() + " > " + difference.is();
    }

    @Property(tries = 60)
    void everyPredictionComesOutAgainToTheBit(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), 400, 6, NEVER);

        assertThat(differences(replay(PIPELINE, stream, stream.predictions(), 0)))
                .as("seed %s", seed)
                .isEmpty();
    }

    /** Its 80 days hold more than the longest window, which is of 30. */
    @Property(tries = 40)
    void whatNoWindowHoldsAnyMoreMakesNoDifference(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), 320, 6 * CardEvents.HOUR, 6, NEVER);

        assertThat(differences(replay(PIPELINE, stream, stream.predictions(), 0)))
                .as("seed %s", seed)
                .isEmpty();
    }

    @Property(tries = 60)
    void anEventThatWasOvertakenInItsPartitionIsFoundByTheHash(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), 400, 3, 8);

        assertThat(differences(replay(PIPELINE, stream, stream.predictions(), 0)))
                .as("seed %s", seed)
                .isEmpty();
    }

    /** A late event in six concerns nearly all of these predictions. */
    @Test
    void whatLateEventsConcernIsComputedOverStatesThatAreMovedOn() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 8_000, 6, NEVER);
        try (ModelScores scores = new ModelScores(PIPELINE, digest -> new SumScorer(WIDTH, 0))) {
            Replay replay = new Replay(PIPELINE, AcceptedEvents.read(PIPELINE, stream), scores);

            assertThat(differences(replay.run(stream.predictions()))).isEmpty();
            assertThat(replay.alone()).isZero();
            assertThat(replay.begunAnew()).isLessThan(100);
        }
    }

    @Test
    void aBrokenRuleIsReportedWithTheFeature() throws IOException {
        PipelineText text = new PipelineText(
                CardEvents.TEXT.file(),
                CardEvents.TEXT.yaml().replace("\"seen == 0 ? 0.0 :", "\"seen == 1 ? 0.0 :"),
                CardEvents.TEXT.schemas());
        Pipeline broken = withFingerprint(PipelineCompiler.compile(text));
        SimulatedStream stream = new SimulatedStream(new Random(1), 400, 6, NEVER);

        List<String> differences = differences(replay(broken, stream, stream.predictions(), 0));

        assertThat(differences).isNotEmpty();
        assertThat(differences.get(0))
                .startsWith(
                        "t0: feature terminal.risk_1d, from the same events: 0.0 (bits 0000000000000000) > NaN (bits ");
    }

    private static Pipeline withFingerprint(Pipeline broken) {
        return new Pipeline(
                broken.name(),
                broken.description(),
                broken.owners(),
                broken.sources(),
                broken.features(),
                PIPELINE.fingerprint(),
                broken.model(),
                broken.outcome(),
                broken.delivery(),
                broken.reads(),
                broken.tests(),
                broken.notes());
    }

    @Test
    void anotherScoreIsReportedWithTheModel() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 3, 6, NEVER);
        Prediction first = stream.predictions().get(0);

        List<String> differences = differences(replay(PIPELINE, stream, List.of(first), 1000));

        assertThat(differences)
                .singleElement()
                .asString()
                .startsWith("t0: the score of model d1, from the same vector: " + first.score() + " (bits ")
                .endsWith(", by sums in Java");
    }

    @Test
    void anEventThatIsNotThereAnyMoreIsReportedWithItsFeatureSetAndTopic() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 200, NEVER, NEVER);
        Event gone = stream.events().get(0);
        stream.refuse(new DeadLetter(
                "transactions",
                "transactions",
                gone.partition(),
                gone.offset(),
                -1,
                Reason.DUPLICATE,
                "",
                gone.id(),
                null,
                null));

        List<Replayed> all = replay(PIPELINE, stream, stream.predictions(), 0);

        assertThat(all.get(0).difference())
                .isEqualTo(new Replayed.NoEvent(new RecordPlace("transactions", gone.partition(), gone.offset())));
        assertThat(differences(all).subList(1, differences(all).size()))
                .isNotEmpty()
                .allMatch(text -> text.contains(": the events of topic transactions in the windows of feature set "));
        assertThat(all.stream().map(one -> one.difference() == null).collect(Collectors.toSet()))
                .contains(true, false);
    }

    @Test
    void anEventThatCouldNotBeScoredIsInWindowsAllTheSame() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 200, NEVER, NEVER);
        Event unscored = stream.events().get(0);
        stream.refuse(new DeadLetter(
                "transactions",
                "transactions",
                unscored.partition(),
                unscored.offset(),
                -1,
                Reason.NOT_SCORED,
                "",
                unscored.id(),
                null,
                null));

        assertThat(differences(replay(PIPELINE, stream, stream.predictions(), 0)))
                .isEmpty();
    }

    @Test
    void aPredictionOfAnotherVectorIsRefused() {
        SimulatedStream stream = new SimulatedStream(new Random(1), 3, 6, NEVER);
        Pipeline other = PipelineCompiler.compile(new PipelineText(
                CardEvents.TEXT.file(),
                CardEvents.TEXT
                        .yaml()
                        .replace("hours <= 6", "hours <= 5")
                        .replace("getHours() <= 6", "getHours() <= 5"),
                CardEvents.TEXT.schemas()));

        assertThatThrownBy(() -> replay(other, stream, stream.predictions(), 0))
                .hasMessageMatching("prediction .* is of the vector .*, the definition has .*");
    }
}
