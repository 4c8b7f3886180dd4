package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs in the evaluator: count, sum, avg, min and max of an amount over six windows from a minute to 30 days, without a state backend. An event of a random entity is taken in, evaluated,
 * and what is too old forgotten; {@code fromBytes} reads the entity from its bytes before and writes them after.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EvaluatorBenchmark {
    private static final long DAY = 86_400_000;
    private static final long[] WINDOWS = {60_000, 600_000, 3_600_000, DAY, 7 * DAY, 30 * DAY};
    private static final int LATENESS = 5_000;
    private static final int AMOUNTS = 4_096;

    /** How many events an entity has in 30 days. */
    @Param({"10", "200", "2000"})
    public int contents;

    /** How many entities take turns. */
    @Param("1000")
    public int entities;

    /** To a whole multiple of how many milliseconds the windows' left edges are rounded; at most a minute. */
    @Param("1")
    public long hop = 1;

    private FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set(1), 0);
    private final EntityForm form = new EntityForm(0);
    private final Random random = new Random(1);
    private final double[] row = new double[set(1).windows().size()];
    private final long[] amounts = random.doubles(AMOUNTS)
            .mapToLong(d -> Double.doubleToRawLongBits(Math.rint(-5_000 * Math.log(d)) / 100))
            .toArray();
    private ColdRows[] cold = {};
    private EntityState[] states = {};
    private byte[][] bytes = {};
    private long time;
    private long offset;

    private static FeatureSet set(long hop) {
        List<WindowedFeature> features = new ArrayList<>();
        for (Plain aggregate : List.of(Plain.COUNT, Plain.SUM, Plain.AVG, Plain.MIN, Plain.MAX)) {
            for (long window : WINDOWS) {
                features.add(new WindowedFeature(
                        aggregate, 0, -1, window, new Beginning.Sliding(hop), 0, true, 0, features.size()));
            }
        }
        Column amount = new Column(0, "payments", Projection.of((event, row) -> event.doubleAt(0)), "amount");
        return new FeatureSet("entity", 0, List.of(List.of()), List.of(amount), features, 0);
    }

    @Setup(Level.Trial)
    public void fill() {
        evaluator = new FeatureSetEvaluator(set(hop), 0);
        cold = IntStream.range(0, entities)
                .mapToObj(i -> new ColdRowsInMemory())
                .toArray(ColdRows[]::new);
        states = IntStream.range(0, entities)
                .mapToObj(i -> evaluator.emptyState(cold[i]))
                .toArray(EntityState[]::new);
        for (int i = 0; i < entities * contents * 6 / 5; i++) {
            takeUp(states[random.nextInt(entities)]);
        }
        bytes = IntStream.range(0, entities)
                .mapToObj(i -> form.write(states[i]))
                .toArray(byte[][]::new);
    }

    private double takeUp(EntityState state) {
        time += 30 * DAY / contents / entities;
        long[] bits = {amounts[(int) (offset % AMOUNTS)]};
        Event event = new Event(0, 0, offset++, time, 1, "id", time, 0, bits, new String[1]);
        evaluator.add(state, event, PartialVector.NO_ROW);
        evaluator.evaluate(state, event, row, new Frontier());
        evaluator.forget(state, time - LATENESS);
        return row[0];
    }

    @Benchmark
    public double inMemory() {
        return takeUp(states[random.nextInt(entities)]);
    }

    @Benchmark
    public double fromBytes() {
        int entity = random.nextInt(entities);
        EntityState state = evaluator.emptyState(cold[entity]);
        form.read(bytes[entity], state);
        double value = takeUp(state);
        bytes[entity] = form.write(state);
        return value;
    }
}
