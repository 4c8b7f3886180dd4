package io.millrace.feature.spi.testing;

import io.millrace.feature.spi.testing.Step.Arrival;
import io.millrace.feature.spi.testing.Step.Deletion;
import io.millrace.feature.spi.testing.Step.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/** Random histories of an entity, and smaller ones that still fail. */
final class Steps {
    private static final int MOST_EVENTS = 25;
    private static final int SPAN = 500;

    private Steps() {}

    /** Events in any order, with ties; about every fifth is deleted at some time after it arrived; every now and then the state goes through bytes. */
    static List<Step> random(Random random, Function<Random, double[]> values) {
        List<Step> steps = new ArrayList<>();
        List<Arrival> present = new ArrayList<>();
        int events = 2 + random.nextInt(MOST_EVENTS - 1);
        for (int i = 0; i < events; i++) {
            Arrival arrival = arrival(random, values, i);
            steps.add(arrival);
            present.add(arrival);
            if (random.nextInt(5) == 0) {
                steps.add(new Deletion(present.remove(random.nextInt(present.size()))));
            }
            if (random.nextInt(6) == 0) {
                steps.add(new Restart());
            }
        }
        steps.add(arrival(random, values, events));
        return steps;
    }

    private static Arrival arrival(Random random, Function<Random, double[]> values, int offset) {
        List<Double> drawn = DoubleStream.of(values.apply(random))
                .map(value -> value + 0.0)
                .boxed()
                .toList();
        long time = random.nextInt(SPAN / 5) * 5L;
        return new Arrival(new Observation(time, drawn), random.nextInt(3), offset);
    }

    /** Takes out one step after the other, as long as what is left still fails. */
    static List<Step> smallest(List<Step> steps, Predicate<List<Step>> fails) {
        List<Step> smallest = steps;
        for (int i = steps.size() - 1; i >= 0; i--) {
            List<Step> less = i < smallest.size() ? without(smallest, smallest.get(i)) : smallest;
            if (less.size() < smallest.size() && fails.test(less)) {
                return smallest(less, fails);
            }
        }
        return smallest;
    }

    private static List<Step> without(List<Step> steps, Step out) {
        return steps.stream()
                .filter(step -> step != out && !(step instanceof Deletion deletion && deletion.of() == out))
                .toList();
    }
}
