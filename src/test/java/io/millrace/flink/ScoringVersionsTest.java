package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Prediction;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version serves is a function of the event, and what serves is loaded. */
class ScoringVersionsTest {
    private final ScoringSubtask scoring = new ScoringSubtask();
    private int asked;

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    @Test
    void theVersionIsAFunctionOfTheEventsTime() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.ACTIVATE, START + 2, Share.of("b+0.5"));
        scoring.send(10, 20, 30, 40);
        scoring.send(transaction("late", "c", "t", 50, START + 1, 0, 9));
        scoring.flush();

        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.53f, 0.54f, 0.05f);
        assertThat(scoring.predictions())
                .extracting(Prediction::modelDigest)
                .containsExactly("a", "a", "b+0.5", "b+0.5", "a");
    }

    @Test
    void anEventAheadOfWhatIsDecidedWaitsAndWithItWhatIsBehind() throws Exception {
        scoring.open();
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.reach(START + 1);
        scoring.send(10, 20, 30, 40);
        scoring.pass(START + 3);
        scoring.send(transaction("late", "c", "t", 50, START, 0, 9));
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f);
        assertThat(scoring.harness().getOutput()).noneMatch(Watermark.class::isInstance);

        scoring.decide(Kind.ACTIVATE, START + 3, Share.of("b+0.5"));
        scoring.reach(START + 100);
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.54f, 0.05f);
        assertThat(new ArrayList<>(scoring.harness().getOutput()).get(5)).isEqualTo(new Watermark(START + 3));
        scoring.reach(START + 200);
        assertThat(scoring.harness().getOutput())
                .as("the watermark is told once")
                .hasSize(6);
    }

    @Test
    void waitingEventsSurviveARestart() throws Exception {
        scoring.open();
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.reach(START);
        scoring.send(10, 20, 30);
        scoring.flush();
        OperatorSubtaskState state = scoring.harness().snapshot(1, 1);
        assertThat(scoring.scores()).containsExactly(0.01f);
        scoring.close();

        scoring.restore(state);
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        assertThat(scoring.scores()).isEmpty();
        scoring.reach(START + 50);
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.02f, 0.03f);
    }

    @Test
    void whatSubtasksHeldIsInOrderWhereOneTakesItOver() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int first : List.of(1, 0)) {
            scoring.open();
            scoring.reach(START - 1);
            for (int event = first; event < 6; event += 2) {
                scoring.goOnFrom(event);
                scoring.send(10 * (event + 1));
            }
            states.add(scoring.harness().snapshot(1, 1));
            scoring.close();
        }
        scoring.restore(AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new)));
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.reach(START + 2);
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f);
        scoring.reach(START + 5);
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f);
    }

    @Test
    void aSegmentHasAModelOfItsOwn() throws Exception {
        scoring.open(ScoringSubtask.text("segment_by: terminal_id"));
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.decide("t2", Kind.ACTIVATE, Long.MIN_VALUE, Share.of("b+0.5"));
        scoring.reach(Long.MAX_VALUE);
        scoring.send(transaction("1", "c", "t1", 10, START, 2, 0));
        scoring.send(transaction("2", "c", "t2", 10, START, 2, 1));
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.51f);
    }

    @Test
    void aSegmentIsNamedByAnExpression() throws Exception {
        scoring.open(ScoringSubtask.text("segment_by: \"amount > 50.0 ? 'big ' + terminal_id : 'small'\""));
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.decide("big t1", Kind.ACTIVATE, Long.MIN_VALUE, Share.of("b+0.5"));
        scoring.reach(Long.MAX_VALUE);
        scoring.send(transaction("1", "c", "t1", 10, START, 2, 0));
        scoring.send(transaction("2", "c", "t1", 60, START, 2, 1));
        scoring.send(transaction("3", "c", "t2", 60, START, 2, 2));
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.56f, 0.06f);
    }

    @Test
    void ofAllThatEverServedOnlyWhatIsNeededIsLoaded() throws Exception {
        scoring.open();
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.decide(Kind.ACTIVATE, START - 9, Share.of("b"));
        scoring.decide(Kind.ACTIVATE, START - 8, Share.of("c"));
        scoring.reach(START + 100);
        scoring.send(10, 20, 30, 40);
        assertThat(FakeScorers.open()).containsExactly("b", "c");
    }

    @Test
    void whatIsRetiredIsClosedOnceAllEventsThatItHasAPartForHavePassed() throws Exception {
        scoring.open();
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.reach(START + 10);
        scoring.decide(Kind.ACTIVATE, START + 11, Share.of("c"));
        scoring.decide(Kind.RETIRE, START + 12, Share.of("a"));
        scoring.reach(START + 100);
        scoring.send(10, 20, 30, 40);
        scoring.pass(START + 11);
        opens("a", "c");
        scoring.goOnFrom(11);
        scoring.send(50, FakeScorer.POISON);
        scoring.pass(START + 12);
        opens("c");
        assertThat(scoring.predictions()).extracting(Prediction::modelDigest).containsExactly("a", "a", "a", "a", "c");
    }

    @Test
    void whatWasOnlyPreparedIsClosedWhenItIsRetired() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.PREPARE, Long.MIN_VALUE, Share.of("b"));
        opens("a", "b");
        scoring.decide(Kind.RETIRE, START + 5, Share.of("b"));
        opens("a");
    }

    @Test
    void whatIsPreparedAgainAfterItWasRetiredStays() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.ACTIVATE, START + 3, Share.of("c"));
        scoring.decide(Kind.RETIRE, START + 5, Share.of("a"));
        scoring.decide(Kind.PREPARE, START + 5, Share.of("a"));
        scoring.pass(START + 100);
        opens("a");
    }

    @Test
    void whatIsRetiredComesBackForALateEvent() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.ACTIVATE, START + 3, Share.of("c"));
        scoring.send(10, 20, 30, 40);
        scoring.decide(Kind.RETIRE, START + 5, Share.of("a"));
        scoring.pass(START + 5);
        opens("c");

        scoring.send(transaction("late", "c", "t", 50, START + 1, 0, 9));
        scoring.flush();
        assertThat(scoring.predictions().get(4).modelDigest()).isEqualTo("a");
        opens("a", "c");
    }

    @Test
    void whatIsRetiredStaysWhereItServesLaterOn() throws Exception {
        scoring.open();
        scoring.decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        scoring.decide(Kind.ACTIVATE, START + 3, Share.of("c"));
        scoring.reach(START);
        scoring.decide(Kind.RETIRE, START + 1, Share.of("c"));
        scoring.pass(START + 2);
        opens("a", "c");
    }

    /** What is closed is so before what is loaded behind it. */
    private void opens(String... models) throws Exception {
        scoring.decide(Kind.PREPARE, Long.MIN_VALUE, Share.of("last" + ++asked));
        await().untilAsserted(() -> assertThat(FakeScorers.open()).contains("last" + asked));
        assertThat(FakeScorers.open())
                .filteredOn(model -> !model.startsWith("last"))
                .containsExactly(models);
    }
}
