package io.millrace.replay;

import static io.millrace.flink.CardEvents.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Predictions of a stream with late events, computed again while they are made. */
class ContinuousReplayTest {
    private static final int WIDTH = PIPELINE.inputs().size();
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 50;

    private static ContinuousReplay replay(double share) {
        return new ContinuousReplay(
                PIPELINE, new ModelScores(PIPELINE, digest -> new SumScorer(WIDTH, 0)), new Sampling(share), ROUNDS);
    }

    private static void tell(ContinuousReplay replay, List<Event> events) {
        events.forEach(event -> replay.event(Arrival.of(event, event.time())));
    }

    @Property(tries = 30)
    void everyPredictionMatchesInWhateverOrderItsEventsAreTold(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), 400, 6, 8);
        List<Event> shuffled = new ArrayList<>(stream.events());
        Collections.shuffle(shuffled, new Random(seed));
        ContinuousReplay replay = replay(1);
        tell(replay, shuffled);
        List<Replayed> all = new ArrayList<>();
        for (int i = 0; i < stream.predictions().size(); i += AT_ONCE) {
            stream.predictions().subList(i, Math.min(i + AT_ONCE, 400)).forEach(replay::prediction);
            all.addAll(replay.round());
        }

        assertThat(all).hasSize(400).allMatch(Replayed::matches, "matches, seed " + seed);
    }

    @Test
    void aBitOfAFeatureIsAMismatchAtOnce() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 100, 6, 8);
        ContinuousReplay replay = replay(1);
        tell(replay, stream.events());
        Prediction last = stream.predictions().get(99);
        int feature = PIPELINE.inputs().indexOf("card.avg_7d");
        last.vector()[feature] = Math.nextUp(last.vector()[feature]);

        replay.prediction(last);

        assertThat(replay.round()).singleElement().satisfies(one -> assertThat(
                        one.difference().where())
                .isEqualTo("feature card.avg_7d, from the same events"));
    }

    @Test
    void eventsThatAreNotThereYetAreWaitedFor() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 100, 6, 8);
        ContinuousReplay replay = replay(1);
        tell(replay, stream.events().subList(0, 40));
        stream.predictions().forEach(replay::prediction);

        int settled = replay.round().size();
        assertThat(settled).isPositive();
        assertThat(replay.waiting()).isEqualTo(100 - settled);

        tell(replay, stream.events().subList(40, stream.events().size()));
        assertThat(replay.round()).hasSize(100 - settled).allMatch(Replayed::matches);
        assertThat(replay.waiting()).isZero();
    }

    @Test
    void eventsThatDoNotComeAreAMismatchInTheLastRound() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 100, 6, 8);
        ContinuousReplay replay = replay(1);
        replay.prediction(stream.predictions().get(99));

        for (int round = 1; round < ROUNDS; round++) {
            assertThat(replay.round()).isEmpty();
        }
        assertThat(replay.round()).singleElement().satisfies(one -> assertThat(one.difference())
                .isInstanceOf(Replayed.NoEvent.class));
    }

    @Test
    void whatTheJobRefusedIsInNoWindow() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 30, 1_000, 1_000);
        ContinuousReplay replay = replay(1);
        tell(replay, stream.events());
        Event first = stream.events().get(0);
        replay.refused(new DeadLetter(
                "transactions",
                "transactions",
                first.partition(),
                first.offset(),
                -1,
                Reason.DUPLICATE,
                "",
                first.id(),
                null,
                null));
        stream.predictions().subList(1, 30).forEach(replay::prediction);

        assertThat(replay.round()).isNotEmpty().allMatch(Replayed::matches);
        assertThat(replay.waiting())
                .as("predictions that held the event, which is not among theirs now")
                .isPositive();
    }

    @Test
    void aShareIsThatOfAllAndAlwaysTheSame() {
        Sampling tenth = new Sampling(0.1);
        Sampling fifth = new Sampling(0.2);
        List<Long> inTenth = new ArrayList<>();
        List<Long> inFifth = new ArrayList<>();
        for (long offset = 0; offset < 10_000; offset++) {
            RecordPlace place = new RecordPlace("transactions", 1, offset);
            if (tenth.takes(place)) {
                inTenth.add(offset);
            }
            if (fifth.takes(place)) {
                inFifth.add(offset);
            }
        }

        assertThat(inTenth).hasSizeBetween(900, 1_100);
        assertThat(inFifth).hasSizeBetween(1_900, 2_100).containsAll(inTenth);
    }

    @Test
    void eventsThatNoWindowReachesAnyMoreAreLetGo() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 20_000, 6, 8);
        ContinuousReplay replay = replay(0.05);
        tell(replay, stream.events());
        long all = replay.held();
        stream.predictions().forEach(replay::prediction);

        assertThat(replay.round()).hasSizeBetween(800, 1_200).allMatch(Replayed::matches);
        assertThat(replay.held()).isBetween(1L, all / 2);
    }
}
