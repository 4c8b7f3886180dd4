package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.Explanation.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The contents of windows that failures show are those of which the evaluator computed the values, in whatever order events are written. */
class TestRunnerPropertyTest {
    private static final String EXPECT =
            ", driver.rides: -1, driver.fares: -1, driver.most: -1, driver.complaints: -1, driver.rounded: -1,"
                    + " driver.shift: -1, driver.trouble: -1}";

    @Property(tries = 200)
    void whatIsShownExplainsWhatWasFound(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> rides = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        List<String> farewells = new ArrayList<>();
        List<String> expect = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            rides.add(event(random, "ride: r" + i + ", night: " + random.nextBoolean() + fare(random)));
            expect.add("{id: r" + i + EXPECT);
        }
        for (int i = 0; i < random.nextInt(6); i++) {
            complaints.add(event(random, "number: " + i));
        }

        for (int i = 0; i < random.nextInt(4); i++) {
            farewells.add(event(random, "number: " + i));
        }

        List<Failure> failures = run(rides, complaints, farewells, expect);

        assertThat(failures).as("seed %d", seed).hasSize(7 * rides.size()).allSatisfy(failure -> assertThat(
                        value(failure, ((OfWindow) failure.explanation()).rows()))
                .as("seed %d, %s", seed, failure)
                .isEqualTo(failure.found()));
        // Events with equal times are told apart by where they stand, so only distinct times may be moved.
        if (rides.stream()
                        .map(ride -> ride.substring(0, ride.indexOf(',')))
                        .distinct()
                        .count()
                == rides.size()) {
            Collections.shuffle(rides, random);
            Collections.shuffle(complaints, random);
            Collections.shuffle(farewells, random);
            assertThat(run(rides, complaints, farewells, expect).stream().map(Failure::found))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            failures.stream().map(Failure::found).toList());
        }
    }

    private static List<Failure> run(
            List<String> rides, List<String> complaints, List<String> farewells, List<String> expect) {
        Pipeline pipeline = Rides.erasableWith("{name: t, given: {rides: " + rides + ", complaints: " + complaints
                + ", farewells: " + farewells + "}, expect: " + expect + "}");
        return new TestRunner(pipeline).run(pipeline.tests().get(0));
    }

    private static String event(Random random, String fields) {
        return "{at: " + 10 * random.nextInt(24) + "m, driver: " + random.nextInt(2) + ", " + fields + "}";
    }

    private static String fare(Random random) {
        return random.nextInt(4) == 0 ? "" : ", fare: " + random.nextInt(100);
    }

    private static double value(Failure failure, List<Row> rows) {
        double[] values = rows.stream()
                .filter(row -> row.side() == Side.INSIDE && !row.value().equals("missing"))
                .mapToDouble(row -> Double.parseDouble(row.value()))
                .toArray();
        double sum = 0;
        double max = 0;
        for (double value : values) {
            sum += value;
            max = Math.max(max, value);
        }
        return failure.feature().name().equals("driver.most") ? max : sum;
    }
}
