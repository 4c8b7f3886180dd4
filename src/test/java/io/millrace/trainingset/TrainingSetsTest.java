package io.millrace.trainingset;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.flink.CardEvents;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.replay.SimulatedStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Training sets of a stream with late events: which vectors they have in each mode, and which labels. */
class TrainingSetsTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int COUNT = 300;

    private static TrainingSetRequest all(AsOf asOf) {
        return new TrainingSetRequest(Instant.MIN, Instant.MAX, asOf, null, false);
    }

    private static TrainingSet make(SimulatedStream stream, TrainingSetRequest request) throws IOException {
        return new TrainingSets(PIPELINE, stream).make(request, stream.predictions());
    }

    private static void assertAsScored(TrainingSet set, long seed) {
        assertThat(set.counts().rows()).as("seed %s", seed).isEqualTo(COUNT);
        assertThat(set.counts().differing()).as("seed %s", seed).isZero();
        assertThat(set.rows()).allSatisfy(row -> assertThat(bits(row.vector()))
                .isEqualTo(bits(row.prediction().vector())));
    }

    private static long[] bits(double[] vector) {
        return Arrays.stream(vector).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Property(tries = 40)
    void asOfPredictionAndOfKnowledgeTheVectorsAreThoseThatWereScoredToTheBit(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), COUNT, 4, 9);

        assertAsScored(make(stream, all(AsOf.PREDICTION)), seed);
        assertAsScored(make(stream, all(AsOf.KNOWLEDGE)), seed);
    }

    @Test
    void asOfKnowledgeVectorsAreComputedAgainSoThatAWronglyLoggedOneIsLeftOut() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, 9);
        Prediction wrong = stream.predictions().get(COUNT / 2);
        wrong.vector()[0]++;

        TrainingSet known = make(stream, all(AsOf.KNOWLEDGE));

        assertThat(known.counts().notReplayed()).isOne();
        assertThat(known.rows()).hasSize(COUNT - 1).noneMatch(row -> row.prediction() == wrong);
        assertThat(make(stream, all(AsOf.PREDICTION)).rows()).hasSize(COUNT);
    }

    @Property(tries = 40)
    void asOfEventTimeTheVectorsDifferExactlyWhereLateEventsCame(@ForAll long seed) throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(seed), COUNT, 4, NEVER);

        TrainingSet set = make(stream, all(AsOf.EVENT_TIME));

        assertThat(set.rows()).hasSize(COUNT);
        long differing = 0;
        for (TrainingSetRow row : set.rows()) {
            int arrived = arrived(stream, row.prediction());
            Event event = stream.events().get(arrived);
            double[] today = NaiveVector.of(event, stream.events());
            double[] then = NaiveVector.of(event, stream.events().subList(0, arrived + 1));
            for (int i = 0; i < today.length; i++) {
                assertThat(row.vector()[i])
                        .as("seed %s, %s of %s", seed, PIPELINE.inputs().get(i), event.id())
                        .isCloseTo(today[i], within(1e-9));
            }
            boolean isLate = !Arrays.equals(today, then);
            assertThat(Arrays.equals(bits(row.vector()), bits(row.prediction().vector())))
                    .as("seed %s, %s", seed, event.id())
                    .isEqualTo(!isLate);
            differing += isLate ? 1 : 0;
        }
        assertThat(set.counts().differing()).isEqualTo(differing).isPositive();
    }

    private static int arrived(SimulatedStream stream, Prediction prediction) {
        for (int i = 0; i < stream.events().size(); i++) {
            Event event = stream.events().get(i);
            if (event.source() == 0 && event.id().equals(prediction.eventId())) {
                return i;
            }
        }
        throw new AssertionError(prediction.eventId());
    }

    @Test
    void labelsAreTheReportsUpToTheCutOffAndAbsentOnesWhereTheHorizonHasPassed() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, NEVER);
        long cutoff = stream.predictions().get(COUNT / 2).eventTime() + 7 * DAY;
        TrainingSetRequest request =
                new TrainingSetRequest(Instant.MIN, Instant.MAX, AsOf.PREDICTION, Instant.ofEpochMilli(cutoff), false);

        TrainingSet set = make(stream, request);

        assertThat(set.rows())
                .extracting(row -> row.label().outcome())
                .contains(Outcome.REPORTED, Outcome.ABSENT, null);
        for (TrainingSetRow row : set.rows()) {
            Label label = row.label();
            long reported = stream.events().stream()
                    .filter(event -> event.source() == 1
                            && event.id().equals(row.prediction().eventId()))
                    .mapToLong(Event::time)
                    .filter(time -> time <= cutoff)
                    .min()
                    .orElse(-1);
            boolean isOver = row.prediction().eventTime() + 7 * DAY <= cutoff;
            assertThat(label.isMature()).isEqualTo(isOver);
            assertThat(label.outcome()).isEqualTo(reported >= 0 ? Outcome.REPORTED : isOver ? Outcome.ABSENT : null);
            assertThat(label.value()).isEqualTo(Double.valueOf(reported >= 0 ? 1 : isOver ? 0 : Double.NaN));
        }
    }

    @Test
    void onlyMatureRowsAreThereUnlessOthersAreAskedFor() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, NEVER);
        TrainingSetRequest request = new TrainingSetRequest(Instant.MIN, Instant.MAX, AsOf.PREDICTION, null, true);

        TrainingSet set = make(stream, request);

        long newest = stream.events().stream().mapToLong(Event::time).max().orElseThrow();
        assertThat(set.cutoff()).isEqualTo(newest - PIPELINE.sources().get(1).lateness());
        long mature = stream.predictions().stream()
                .filter(one -> one.eventTime() + 7 * DAY <= set.cutoff())
                .count();
        assertThat(set.rows()).isNotEmpty().hasSize((int) mature).allMatch(row -> row.label()
                .isMature());
        assertThat(set.counts().immature()).isEqualTo(COUNT - mature).isPositive();
    }

    @Test
    void rowsAreThoseOfTheSpanInTheOrderOfEventTime() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, NEVER);
        Instant from = Instant.ofEpochMilli(stream.predictions().get(100).eventTime());
        Instant to = Instant.ofEpochMilli(stream.predictions().get(200).eventTime());

        TrainingSet set = make(stream, new TrainingSetRequest(from, to, AsOf.PREDICTION, null, false));

        assertThat(set.rows()).extracting(row -> row.prediction().eventTime()).isSorted();
        assertThat(set.rows()).hasSize((int) stream.predictions().stream()
                .map(one -> Instant.ofEpochMilli(one.eventTime()))
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .count());
        assertThat(set.counts().predictions()).isEqualTo(set.rows().size());
    }

    @Test
    void whatDoesNotComeOutAgainIsLeftOutAndCounted() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, NEVER, NEVER);
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

        TrainingSet set = make(stream, all(AsOf.KNOWLEDGE));

        assertThat(set.counts().notReplayed()).isGreaterThan(1);
        assertThat(set.counts().rows() + set.counts().notReplayed()).isEqualTo(COUNT);
        assertThat(set.counts().differing()).isZero();
    }

    @Test
    void anotherDefinitionGetsItsVectorsAsOfEventTimeAlone() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, NEVER);
        Pipeline other = PipelineCompiler.compile(new PipelineText(
                CardEvents.TEXT.file(),
                CardEvents.TEXT
                        .yaml()
                        .replace("inputs: [transaction.*, card.*,", "inputs: [transaction.amount, card.*,"),
                CardEvents.TEXT.schemas()));
        TrainingSets sets = new TrainingSets(other, stream);

        TrainingSet logged = sets.make(all(AsOf.PREDICTION), stream.predictions());
        assertThat(logged.rows()).isEmpty();
        assertThat(logged.counts().otherVector()).isEqualTo(COUNT);
        TrainingSet computed = sets.make(all(AsOf.EVENT_TIME), stream.predictions());
        assertThat(computed.rows()).hasSize(COUNT);
        assertThat(computed.rows().get(0).vector()).hasSize(other.inputs().size());
    }

    @Test
    void inputsSayWhatWasRead() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, NEVER);

        List<InputRange> inputs = make(stream, all(AsOf.PREDICTION)).inputs();

        assertThat(inputs).extracting(InputRange::topic).containsExactly("frauds", "transactions", "transactions");
        assertThat(inputs.get(1).records() + inputs.get(2).records()).isEqualTo(COUNT);
        assertThat(inputs).allMatch(range -> range.first() == 0 && range.last() == range.records() - 1);
    }

    @Test
    void aDefinitionWithoutAnOutcomeIsRefused() {
        Pipeline other = PipelineCompiler.compile(new PipelineText(
                CardEvents.TEXT.file(),
                CardEvents.TEXT.yaml().replaceFirst("(?m)^outcome:.*$", ""),
                CardEvents.TEXT.schemas()));

        assertThatThrownBy(() -> new TrainingSets(other, new SimulatedStream(new Random(1), 1, 4, NEVER)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("the definition has no outcome");
    }
}
