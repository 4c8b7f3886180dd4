package io.millrace.replay;

import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.PIPELINE;
import static io.millrace.flink.CardEvents.START;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.flink.CardEvents;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.PredictionId;
import io.millrace.model.Seen;
import io.millrace.model.ServedBy;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Card transactions and reports of two partitions that come in no order of time, each scored with what had come by then; one prediction for each transaction. */
public final class SimulatedStream implements RawEvents {
    public static final String DIGEST = "d1";
    private static final int PARTITIONS = 2;

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private final Evaluator evaluator = new Evaluator(PIPELINE.features());
    private final VectorAssembly assembly = new VectorAssembly(PIPELINE.features());
    private final long[] offsets = new long[PARTITIONS];
    private long reports;

    /**
     * @param late one of how many transactions comes hours late
     * @param overtaken one of how many comes ahead of the one before it in its partition
     */
    public SimulatedStream(Random random, int count, int late, int overtaken) {
        this(random, count, HOUR / 2, late, overtaken);
    }

    /** @param apart how many milliseconds lie between two transactions */
    SimulatedStream(Random random, int count, long apart, int late, int overtaken) {
        this.random = random;
        List<Event> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long time = START + i * apart - (random.nextInt(late) == 0 ? random.nextInt(100) * HOUR : 0);
            arrivals.add(transaction(i, time));
            if (random.nextInt(6) == 0) {
                arrivals.add(CardEvents.fraud("t" + i, terminal(), time + random.nextInt(48) * HOUR, reports++)
                        .event());
            }
        }
        events.addAll(arrivals);
        for (int i = 1; i < arrivals.size(); i++) {
            if (random.nextInt(overtaken) == 0) {
                arrivals.add(i - 1, arrivals.remove(i));
            }
        }
        arrivals.forEach(this::take);
    }

    private String terminal() {
        return "m" + random.nextInt(4);
    }

    private Event transaction(int number, long time) {
        int partition = random.nextInt(PARTITIONS);
        return CardEvents.transaction(
                        "t" + number,
                        "c" + random.nextInt(3),
                        terminal(),
                        random.nextInt(100_000) / 100.0,
                        time,
                        partition,
                        offsets[partition]++)
                .event();
    }

    private void take(Event event) {
        if (event.source() != PIPELINE.features().scored()) {
            evaluator.learn(event);
        } else {
            PartialVector partial = evaluator.evaluate(event);
            predictions.add(prediction(event, assembly.vector(partial.row()), partial.frontier()));
        }
    }

    private static String topic(int source) {
        return PIPELINE.sources().get(source).topic();
    }

    private static Prediction prediction(Event event, double[] vector, Frontier frontier) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < frontier.size(); i++) {
            String set = PIPELINE.features().sets().get(frontier.set(i)).name();
            seen.add(new Seen(set, topic(frontier.source(i)), frontier.partition(i), frontier.offset(i)));
        }
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < frontier.held(); i++) {
            String set = PIPELINE.features().sets().get(frontier.heldSet(i)).name();
            held.add(new Held(set, topic(frontier.heldSource(i)), frontier.heldHash(i)));
        }
        return new Prediction(
                new PredictionId().served(topic(event.source()), event.partition(), event.offset()),
                PIPELINE.name(),
                event.id(),
                event.time(),
                SumScorer.score(vector),
                false,
                1,
                Slot.CHAMPION,
                ServedBy.MODEL,
                DIGEST,
                PIPELINE.fingerprint(),
                vector,
                new Trigger(topic(event.source()), event.partition(), event.offset(), -1, 1),
                seen,
                held,
                "java",
                "transactional");
    }

    public List<Prediction> predictions() {
        return predictions;
    }

    public List<Event> events() {
        return events;
    }

    public void refuse(DeadLetter letter) {
        refused.add(letter);
    }

    @Override
    public void read(Source source, Consumer<Arrival<Event>> to) {
        events.stream()
                .filter(event -> event.source() == source.index())
                .sorted(Comparator.comparingInt(Event::partition).thenComparingLong(Event::offset))
                .forEach(event -> to.accept(Arrival.of(event, event.time())));
    }

    @Override
    public List<DeadLetter> refused() {
        return refused;
    }
}
