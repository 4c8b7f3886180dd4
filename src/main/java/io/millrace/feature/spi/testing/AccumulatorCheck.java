package io.millrace.feature.spi.testing;

import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Checks that an accumulator keeps its contract, in random histories: events arrive in any order and are read, some are deleted, the state goes through bytes, windows of many lengths and lags share what is kept.
 * Each window must equal, to the bit, what a fresh accumulator makes of the same events in order. That catches those that keep values between calls, such as a running sum
 * of doubles, a maximum or the time of the event before. Where the plain meaning is given, each window must be close to that too, which catches those that keep the contract but compute something else.
 *
 * <pre>{@code
 * @Test
 * void keepsItsContract() {
 *     AccumulatorCheck.of(new GeoSpread(), Parameters.none())
 *             .meaning(GeoSpreadTest::plainly, 1e-6)
 *             .run(1);
 * }
 * }</pre>
 *
 * <p>Immutable. Depends on no test framework.
 */
public final class AccumulatorCheck {
    private static final int TRIES = 200;

    private final Expectation expectation;
    private final Function<Random, double[]> values;
    private final int tries;

    private AccumulatorCheck(Expectation expectation, Function<Random, double[]> values, int tries) {
        this.expectation = expectation;
        this.values = values;
        this.tries = tries;
    }

    /** Checks with 200 histories of values from -1000 to 1000 with two decimals, some far larger, some 0, unless said otherwise. */
    public static AccumulatorCheck of(CustomAggregate aggregate, Parameters parameters) {
        int inputs = aggregate.accumulator(parameters).inputs();
        return new AccumulatorCheck(
                new Expectation(aggregate, parameters, null, 0), random -> draw(random, inputs), TRIES);
    }

    private static double[] draw(Random random, int inputs) {
        return IntStream.range(0, inputs).mapToDouble(input -> draw(random)).toArray();
    }

    private static double draw(Random random) {
        double value = (random.nextInt(200_001) - 100_000) / 100.0;
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> value * 1e6;
            default -> value;
        };
    }

    /**
     * Compares with what the aggregate means, too.
     *
     * @param tolerance the largest error: relative to values beyond 1, else absolute
     */
    public AccumulatorCheck meaning(PlainMeaning meaning, double tolerance) {
        return new AccumulatorCheck(
                new Expectation(expectation.aggregate(), expectation.parameters(), meaning, tolerance), values, tries);
    }

    /** Draws the values of an event in this way; as many as the accumulator takes, all finite. */
    public AccumulatorCheck values(Function<Random, double[]> draw) {
        return new AccumulatorCheck(expectation, draw, tries);
    }

    public AccumulatorCheck tries(int number) {
        return new AccumulatorCheck(expectation, values, number);
    }

    /**
     * Runs all tries.
     *
     * @param seed of the first; each of the others has the next number
     * @throws AssertionError with the seed and the smallest history that was found to fail
     * @throws IllegalArgumentException where the aggregate says something about itself that is out of range
     */
    public void run(long seed) {
        for (int i = 0; i < tries; i++) {
            runOne(seed + i);
        }
    }

    private void runOne(long seed) {
        List<Step> steps = Steps.random(new Random(seed), values);
        Supplier<Replay> replay = () -> new Replay(Windows.random(new Random(~seed), custom()), expectation);
        if (replay.get().failure(steps).isPresent()) {
            List<Step> smallest =
                    Steps.smallest(steps, less -> replay.get().failure(less).isPresent());
            throw new AssertionError(message(seed, replay.get().failure(smallest), smallest));
        }
    }

    /** With an accumulator of its own, so that nothing is left over from another history. */
    private Custom custom() {
        CustomAggregate aggregate = expectation.aggregate();
        Parameters parameters = expectation.parameters();
        return new Custom(aggregate.name(), aggregate.version(), parameters.text(), aggregate.accumulator(parameters));
    }

    private String message(long seed, Optional<String> failure, List<Step> steps) {
        StringBuilder text = new StringBuilder(expectation.aggregate().name())
                .append(' ')
                .append(failure.orElse("failed once, but not again: it keeps something from one call to the next"))
                .append(" (tries(1).run(")
                .append(seed)
                .append(") repeats it); it takes");
        for (int i = 0; i < steps.size(); i++) {
            text.append("\n  ").append(i + 1).append(". ").append(steps.get(i).text());
        }
        return text.toString();
    }
}
