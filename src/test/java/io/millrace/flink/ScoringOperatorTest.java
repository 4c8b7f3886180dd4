package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScoringOperatorTest {
    private static final int CAPACITY = 4;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    private TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness;
    private int sent;

    private void open(PipelineText text, OperatorSubtaskState state) throws Exception {
        int width = CardEvents.PIPELINE.features().vector().size();
        harness = new TwoInputStreamOperatorTestHarness<>(new ScoringOperator(
                text,
                new FakeScorers(width),
                new ScoringOptions(CAPACITY, Duration.ofMillis(5)),
                SHADOWS,
                DEAD_LETTERS));
        harness.setup(Form.PREDICTION.serializer());
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    /** With a champion since ever, and everything decided. */
    private void open(String champion) throws Exception {
        open(CardEvents.TEXT, null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of(champion));
        reach(Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void decide(Kind kind, long at, Share... models) throws Exception {
        ModelCommand command = new ModelCommand("c", kind, "", List.of(models), at, "ada", "", 0);
        harness.processElement2(new StreamRecord<>(
                new ControlUpdate(new Decision(command, Verdict.ACCEPTED, "", 0, "v1"), Long.MIN_VALUE)));
    }

    private void reach(long horizon) throws Exception {
        harness.processElement2(new StreamRecord<>(new ControlUpdate(null, horizon)));
    }

    /** The first input of card-fraud's model is the amount; the time of the n-th event is n milliseconds after the start. */
    private void send(double... amounts) throws Exception {
        for (double amount : amounts) {
            harness.processElement1(
                    new StreamRecord<>(transaction("" + sent, "c" + sent, "t", amount, START + sent, 2, sent)));
            sent++;
        }
    }

    private List<Prediction> predictions() {
        return harness.extractOutputValues();
    }

    private List<Float> scores() {
        return predictions().stream().map(Prediction::score).toList();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        ConcurrentLinkedQueue<StreamRecord<T>> records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Test
    void scoresAFullBatchInOneCallAndInOrder() throws Exception {
        open("a");
        send(10, 20, 30);
        assertThat(scores()).isEmpty();
        send(40);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
        assertThat(FakeScorers.OPENED.get("a").batches).containsExactly(4);
    }

    @Test
    void retractionsEndHere() throws Exception {
        open("a");
        send(10, 20, 30);
        harness.processElement1(new StreamRecord<>(PartialVector.retraction(
                transaction("0", "c", "t", 10, START, 2, 0).event())));
        assertThat(scores()).isEmpty();
        send(40);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
    }

    @Test
    void scoresABatchWhoseFirstEventHasWaited() throws Exception {
        open("a");
        harness.setProcessingTime(100);
        send(10);
        harness.setProcessingTime(104);
        assertThat(scores()).isEmpty();
        harness.setProcessingTime(105);
        assertThat(scores()).containsExactly(0.01f);
        send(20);
        harness.setProcessingTime(110);
        assertThat(scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void nothingOvertakesEvents() throws Exception {
        open("a");
        send(10);
        harness.processWatermark1(new Watermark(START));
        send(20);
        harness.processWatermarkStatus1(WatermarkStatus.IDLE);
        send(30);
        ((ScoringOperator) harness.getOperator()).processLatencyMarker1(new LatencyMarker(1, new OperatorID(), 0));
        send(40);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);

        List<String> kinds = new ArrayList<>();
        harness.getOutput().forEach(element -> kinds.add(element.getClass().getSimpleName()));
        assertThat(kinds)
                .containsExactly(
                        "StreamRecord",
                        "Watermark",
                        "StreamRecord",
                        "WatermarkStatus",
                        "StreamRecord",
                        "LatencyMarker",
                        "StreamRecord");
    }

    @Test
    void aDecisionFindsNothingUnscoredAndThatDecisionsPauseIsNotTold() throws Exception {
        open("a");
        send(10);
        decide(Kind.ACTIVATE, START + 9, Share.of("c"));
        assertThat(scores()).containsExactly(0.01f);

        harness.processWatermarkStatus2(WatermarkStatus.IDLE);
        assertThat(harness.getOutput()).noneMatch(WatermarkStatus.class::isInstance);
    }

    @Test
    void allModelsAreClosedWithTheOperator() throws Exception {
        open("a");
        decide(Kind.ACTIVATE, START + 1, Share.of("c"));
        send(10, 20, 30, 40);
        assertThat(FakeScorers.open()).containsExactly("a", "c");
        harness.close();
        assertThat(FakeScorers.open()).isEmpty();
        open("a");
    }

    @Test
    void theEndOfTheInputLeavesNothingBehind() throws Exception {
        open("a");
        send(10, 20);
        harness.getOperator().finish();
        assertThat(scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void aPoisonedVectorIsFoundAndTheRestOfItsBatchIsScored() throws Exception {
        open("a");
        send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(scores()).containsExactly(0.01f, 0.03f);
        List<DeadLetter> letters = side(DEAD_LETTERS);
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(1L, 3L);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly(Reason.NOT_SCORED);
        assertThat(letters.get(0).detail())
                .startsWith("model a: ")
                .contains("does not like")
                .matches(".*\\(vector [0-9a-f]{16}\\)");
        assertThat(letters.get(1).detail()).contains("NaN").contains("expected a finite number");
    }

    @Test
    void aPredictionCarriesItsEvidence() throws Exception {
        open("a");
        send(501);
        harness.prepareSnapshotPreBarrier(1);

        Prediction prediction = predictions().get(0);
        assertThat(prediction.decision()).isTrue();
        assertThat(prediction.propensity()).isEqualTo(1);
        assertThat(prediction.id()).hasSize(32);
        assertThat(prediction.slot()).isEqualTo(Slot.CHAMPION);
        assertThat(prediction.servedBy()).isEqualTo("model");
        assertThat(prediction.modelDigest()).isEqualTo("a");
        assertThat(prediction.featureFingerprint()).isEqualTo(CardEvents.PIPELINE.fingerprint());
        assertThat(prediction.vector())
                .hasSize(CardEvents.PIPELINE.inputs().size())
                .startsWith(501.0);
        assertThat(prediction.trigger().topic()).isEqualTo("transactions");
        assertThat(prediction.trigger().partition()).isEqualTo(2);
        assertThat(prediction.trigger().offset()).isZero();
        assertThat(prediction.execution()).isEqualTo("fake");
    }

    @Test
    void theVersionIsAFunctionOfTheEventsTime() throws Exception {
        open("a");
        decide(Kind.ACTIVATE, START + 2, Share.of("b+0.5"));
        send(10, 20, 30, 40);
        harness.processElement1(new StreamRecord<>(transaction("late", "c", "t", 50, START + 1, 0, 9)));
        harness.prepareSnapshotPreBarrier(1);

        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.53f, 0.54f, 0.05f);
        assertThat(predictions()).extracting(Prediction::modelDigest).containsExactly("a", "a", "b+0.5", "b+0.5", "a");
    }

    @Test
    void anEventAheadOfWhatIsDecidedWaitsAndWithItWhatIsBehind() throws Exception {
        open(CardEvents.TEXT, null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(START + 1);
        send(10, 20, 30, 40);
        harness.processWatermark1(new Watermark(START + 3));
        harness.processElement1(new StreamRecord<>(transaction("late", "c", "t", 50, START, 0, 9)));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).containsExactly(0.01f, 0.02f);
        assertThat(harness.getOutput()).noneMatch(Watermark.class::isInstance);

        decide(Kind.ACTIVATE, START + 3, Share.of("b+0.5"));
        reach(START + 100);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.54f, 0.05f);
        assertThat(new ArrayList<>(harness.getOutput()).get(5)).isEqualTo(new Watermark(START + 3));
        reach(START + 200);
        assertThat(harness.getOutput()).as("the watermark is told once").hasSize(6);
    }

    @Test
    void waitingEventsSurviveARestart() throws Exception {
        open(CardEvents.TEXT, null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(START);
        send(10, 20, 30);
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        assertThat(scores()).containsExactly(0.01f);
        harness.close();

        open(CardEvents.TEXT, state);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        assertThat(scores()).isEmpty();
        reach(START + 50);
        harness.prepareSnapshotPreBarrier(2);
        assertThat(scores()).containsExactly(0.02f, 0.03f);
    }

    @Test
    void whatSubtasksHeldIsInOrderWhereOneTakesItOver() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int first : List.of(1, 0)) {
            open(CardEvents.TEXT, null);
            reach(START - 1);
            for (sent = first; sent < 6; sent++) {
                send(10 * (sent + 1));
            }
            states.add(harness.snapshot(1, 1));
            harness.close();
        }
        open(
                CardEvents.TEXT,
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new)));
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(START + 2);
        harness.prepareSnapshotPreBarrier(2);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f);
        reach(START + 5);
        harness.prepareSnapshotPreBarrier(3);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f);
    }

    @Test
    void challengersServeTheirShareOfTheEntities() throws Exception {
        open("a");
        decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b+0.5", 0.25));
        double[] amounts = new double[2_000];
        send(amounts);

        long challenged = predictions().stream()
                .filter(prediction -> prediction.slot() == Slot.CHALLENGER)
                .count();
        // Four standard deviations of a binomial count.
        assertThat(challenged).isCloseTo(500, within(78L));
        assertThat(predictions()).allSatisfy(prediction -> assertThat(prediction.modelDigest())
                .isEqualTo(prediction.slot() == Slot.CHALLENGER ? "b+0.5" : "a"));
    }

    @Test
    void anEntityStaysWithItsVersionWhileAShareGrows() throws Exception {
        open(text("split_by: customer_id"), null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        decide(Kind.SPLIT, Long.MIN_VALUE, new Share("b+0.5", 0.1));
        decide(Kind.SPLIT, START + 100, new Share("b+0.5", 0.3));
        reach(Long.MAX_VALUE);
        for (int time : List.of(0, 50, 150)) {
            for (int customer = 0; customer < 100; customer++) {
                harness.processElement1(new StreamRecord<>(transaction(
                        time + "-" + customer, "c" + customer, "t", 10, START + time, 2, time * 100L + customer)));
            }
        }
        harness.prepareSnapshotPreBarrier(1);

        List<Slot> slots = predictions().stream().map(Prediction::slot).toList();
        assertThat(slots.subList(0, 100)).isEqualTo(slots.subList(100, 200)).contains(Slot.CHALLENGER);
        for (int customer = 0; customer < 100; customer++) {
            if (slots.get(customer) == Slot.CHALLENGER) {
                assertThat(slots.get(200 + customer)).isEqualTo(Slot.CHALLENGER);
            }
        }
        assertThat(slots.subList(200, 300).stream()
                        .filter(Slot.CHALLENGER::equals)
                        .count())
                .isGreaterThan(slots.subList(0, 100).stream()
                        .filter(Slot.CHALLENGER::equals)
                        .count());
    }

    @Test
    void theChampionBeforeStepsInWhereAVersionFails() throws Exception {
        open("broken");
        decide(Kind.ACTIVATE, START, Share.of("b+0.5"));
        decide(Kind.ACTIVATE, START + 2, Share.of("broken too"));
        send(10, 20, 30, 40);

        assertThat(scores()).containsExactly(0.51f, 0.52f, 0.53f, 0.54f);
        assertThat(predictions())
                .extracting(Prediction::servedBy)
                .containsExactly("model", "model", "last_good", "last_good");
        assertThat(predictions()).extracting(Prediction::modelDigest).containsOnly("b+0.5");
        assertThat(side(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void theDeclaredFallbackIsTheLastResort() throws Exception {
        open(text("fallback: 0.125"), null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(Long.MAX_VALUE);
        send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(scores()).containsExactly(0.01f, 0.125f, 0.03f, 0.125f);
        assertThat(predictions())
                .extracting(Prediction::servedBy)
                .containsExactly("model", "default", "model", "default");
        assertThat(side(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aModelThatCantBeUsedAndHasNoSubstituteStopsTheJob() throws Exception {
        open("broken");
        assertThatThrownBy(() -> send(10, 20, 30, 40))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage("model broken can't be used: it is broken");
        // The one that broke would score what it holds when it is closed.
        open("a");
    }

    @Test
    void anEventBeforeTheFirstActivationStopsTheJob() throws Exception {
        open(CardEvents.TEXT, null);
        reach(Long.MAX_VALUE);
        assertThatThrownBy(() -> send(10))
                .hasMessage("no model has been activated that could serve event 0; activate one");
    }

    @Test
    void shadowsScoreWhatOthersServe() throws Exception {
        open("a");
        decide(Kind.SHADOW, START + 1, Share.of("b+0.5"), Share.of("broken"));
        send(10, 20, FakeScorer.POISON, 40);

        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.04f);
        List<Prediction> shadows = side(SHADOWS);
        assertThat(shadows).extracting(Prediction::score).containsExactly(0.52f, 0.54f);
        assertThat(shadows).extracting(Prediction::slot).containsOnly(Slot.SHADOW);
        assertThat(shadows).extracting(Prediction::eventId).containsExactly("1", "3");
        assertThat(shadows.get(0).id()).isNotEqualTo(predictions().get(1).id());
        assertThat(shadows.get(0).vector()).isEqualTo(predictions().get(1).vector());
    }

    @Test
    void aShareOfThePositiveDecisionsIsExplored() throws Exception {
        open(text("decision: {threshold: 0.5, explore: 25%}"), null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(Long.MAX_VALUE);
        double[] amounts = new double[2_000];
        java.util.Arrays.setAll(amounts, i -> i % 2 == 0 ? 600 : 100);
        send(amounts);

        List<Prediction> positive =
                predictions().stream().filter(p -> p.score() >= 0.5).toList();
        assertThat(positive).allSatisfy(p -> assertThat(p.propensity()).isEqualTo(p.decision() ? 0.75 : 0.25));
        assertThat(positive.stream().filter(p -> !p.decision()).count()).isCloseTo(250, within(55L));
        assertThat(predictions().stream().filter(p -> p.score() < 0.5))
                .allSatisfy(p -> assertThat(p.decision()).isFalse())
                .allSatisfy(p -> assertThat(p.propensity()).isEqualTo(1));
    }

    @Test
    void aSegmentHasAModelOfItsOwn() throws Exception {
        open(text("segment_by: terminal_id"), null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        ModelCommand own =
                new ModelCommand("s", Kind.ACTIVATE, "t2", List.of(Share.of("b+0.5")), Long.MIN_VALUE, "ada", "", 0);
        harness.processElement2(new StreamRecord<>(
                new ControlUpdate(new Decision(own, Verdict.ACCEPTED, "", 0, "v1"), Long.MAX_VALUE)));
        harness.processElement1(new StreamRecord<>(transaction("1", "c", "t1", 10, START, 2, 0)));
        harness.processElement1(new StreamRecord<>(transaction("2", "c", "t2", 10, START, 2, 1)));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).containsExactly(0.01f, 0.51f);
    }

    @Test
    void shadowsAreLeftOutAndCountedWhereATaskIsNeverIdle() throws Exception {
        Counters counters = openCounted();
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        decide(Kind.SHADOW, Long.MIN_VALUE, Share.of("b+0.5"));
        reach(Long.MAX_VALUE);
        send(10, 20, 30, 40);
        assertThat(side(SHADOWS)).as("before Flink has measured").hasSize(4);

        harness.setProcessingTime(Duration.ofMinutes(1).toMillis());
        send(50, 60, 70, 80);

        assertThat(scores()).hasSize(8);
        assertThat(side(SHADOWS)).hasSize(4);
        assertThat(counters.of(Metrics.SHADOWED)).isEqualTo(4);
        assertThat(counters.of(Metrics.SHADOWS_DROPPED)).isEqualTo(4);
    }

    /** An operator whose metrics are seen. */
    private Counters openCounted() throws Exception {
        Counters counters = new Counters();
        harness = new TwoInputStreamOperatorTestHarness<>(new ScoringOperator(
                CardEvents.TEXT,
                new FakeScorers(CardEvents.PIPELINE.features().vector().size()),
                new ScoringOptions(CAPACITY, Duration.ofMillis(5)),
                SHADOWS,
                DEAD_LETTERS));
        counters.serve(harness);
        harness.setup(Form.PREDICTION.serializer());
        harness.open();
        return counters;
    }

    @Test
    void metricsTellOfScoresAndOfTheTimeFromTheTopic() throws Exception {
        Counters counters = openCounted();
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(Long.MAX_VALUE);
        send(100, 200, 300, FakeScorer.POISON);

        Histogram scores = (Histogram) counters.metric(Metrics.MODEL_SCORE);
        assertThat(scores.getCount()).isEqualTo(3);
        assertThat(scores.getStatistics().getQuantile(0.5)).isCloseTo(0.2, within(0.011));
        assertThat(scores.getStatistics().getMean()).isCloseTo(0.2, within(1e-6));
        Histogram endToEnd = (Histogram) counters.metric(Metrics.END_TO_END);
        assertThat(endToEnd.getCount()).isEqualTo(3);
        assertThat(endToEnd.getStatistics().getMin()).isGreaterThan(2 * 365 * CardEvents.DAY);
        assertThat(counters.metric(Metrics.MODEL_MEMORY)).isInstanceOf(Gauge.class);
    }

    @Test
    void metricsTellHowLongTheFirstVectorOfEachBatchWaited() throws Exception {
        Counters counters = openCounted();
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        reach(Long.MAX_VALUE);
        long begun = System.nanoTime();
        send(100, 200, 300);
        Histogram queue = (Histogram) counters.metric(Metrics.QUEUE);
        assertThat(queue.getCount()).isZero();
        await().until(() -> System.nanoTime() - begun > Duration.ofMillis(20).toNanos());
        send(400);
        long whole = (System.nanoTime() - begun) / 1_000;

        assertThat(queue.getCount()).as("one for the batch").isEqualTo(1);
        assertThat(queue.getStatistics().getMax()).isBetween(15_000L, whole + 1);

        send(100, 200, 300, 400);
        assertThat(queue.getCount()).isEqualTo(2);
        assertThat(queue.getStatistics().getMin())
                .as("a batch that filled at once")
                .isLessThan(15_000);
    }

    @Test
    void aSegmentIsNamedByAnExpression() throws Exception {
        open(text("segment_by: \"amount > 50.0 ? 'big ' + terminal_id : 'small'\""), null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        ModelCommand own = new ModelCommand(
                "s", Kind.ACTIVATE, "big t1", List.of(Share.of("b+0.5")), Long.MIN_VALUE, "ada", "", 0);
        harness.processElement2(new StreamRecord<>(
                new ControlUpdate(new Decision(own, Verdict.ACCEPTED, "", 0, "v1"), Long.MAX_VALUE)));
        harness.processElement1(new StreamRecord<>(transaction("1", "c", "t1", 10, START, 2, 0)));
        harness.processElement1(new StreamRecord<>(transaction("2", "c", "t1", 60, START, 2, 1)));
        harness.processElement1(new StreamRecord<>(transaction("3", "c", "t2", 60, START, 2, 2)));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).containsExactly(0.01f, 0.56f, 0.06f);
    }

    @Test
    void ofAllThatEverServedOnlyWhatIsNeededIsLoaded() throws Exception {
        open(CardEvents.TEXT, null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        decide(Kind.ACTIVATE, START - 9, Share.of("b"));
        decide(Kind.ACTIVATE, START - 8, Share.of("c"));
        reach(START + 100);
        send(10, 20, 30, 40);
        assertThat(FakeScorers.open()).containsExactly("b", "c");
    }

    @Test
    void whatIsRetiredIsClosedAndComesBackForALateEvent() throws Exception {
        open("a");
        decide(Kind.ACTIVATE, START + 3, Share.of("c"));
        send(10, 20, 30, 40);
        assertThat(FakeScorers.open()).containsExactly("a", "c");
        decide(Kind.RETIRE, START + 5, Share.of("a"));
        await().untilAsserted(() -> assertThat(FakeScorers.open()).containsExactly("c"));

        harness.processElement1(new StreamRecord<>(transaction("late", "c", "t", 50, START + 1, 0, 9)));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(predictions().get(4).modelDigest()).isEqualTo("a");
        assertThat(FakeScorers.open()).containsExactly("a", "c");
    }

    @Test
    void whatIsRetiredStaysWhereItServesLaterOn() throws Exception {
        open(CardEvents.TEXT, null);
        decide(Kind.ACTIVATE, Long.MIN_VALUE, Share.of("a"));
        decide(Kind.ACTIVATE, START + 3, Share.of("c"));
        reach(START);
        await().untilAsserted(() -> assertThat(FakeScorers.open()).containsExactly("a", "c"));
        decide(Kind.RETIRE, START + 1, Share.of("c"));
        // Loaded behind what would be closed.
        decide(Kind.PREPARE, Long.MIN_VALUE, Share.of("d"));
        await().untilAsserted(() -> assertThat(FakeScorers.open()).contains("d"));
        assertThat(FakeScorers.open()).containsExactly("a", "c", "d");
    }

    /** card-fraud with a line more in its model section. */
    private static PipelineText text(String line) {
        String yaml = CardEvents.TEXT.yaml().replaceFirst("  decision: \\{threshold: 0.5}\n", "");
        PipelineText text = new PipelineText(
                CardEvents.TEXT.file(),
                yaml.replaceFirst("(?m)^  scores: transactions$", "  scores: transactions\n  " + line),
                CardEvents.TEXT.schemas());
        PipelineCompiler.compile(text);
        return text;
    }
}
