package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Rows;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every reading equals a scan of the log to the bit, after any rows in order and late, deletions and copies through bytes. */
class GroupsPropertyTest {
    private static final int LONGEST = 60;
    private static final int STEPS = 200;

    @Property(tries = 300)
    void everyReadingEqualsAScanToTheBit(@ForAll long seed) {
        Random random = new Random(seed);
        GroupsHarness log = new GroupsHarness(random);
        addFeatures(log, random);
        log.start();
        Values values = new Values(random);

        for (int step = 0; step < STEPS; step++) {
            step(log, values, random);

            assertThat(bits(log.read()))
                    .as("step %d, seed %d, %s", step, seed, log.features())
                    .isEqualTo(bits(log.scan()));
        }
        assertThat(log.partsThatRememberMore()).as("seed %d", seed).isEmpty();
    }

    private static void step(GroupsHarness log, Values values, Random random) {
        int kind = log.isEmpty() ? 0 : random.nextInt(20);
        if (kind < 11) {
            log.next(stepOfTime(random), values.value(), values.group());
        } else if (kind < 15) {
            log.insertLate(random.nextInt(LONGEST * 4 / 3), values.value(), values.group());
        } else if (kind < 18) {
            log.delete();
        } else if (kind < 19) {
            log.copyThroughBytes();
        } else {
            log.letGo();
        }
    }

    private static int stepOfTime(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt(LONGEST * 2);
            case 1, 2, 3, 4 -> 0;
            default -> 1 + random.nextInt(3);
        };
    }

    private static void addFeatures(GroupsHarness log, Random random) {
        for (int i = 0; i < 6; i++) {
            Aggregate aggregate = aggregate(random);
            long lag = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0;
            Edge right = lag > 0 ? Edge.before(lag) : random.nextBoolean() ? Edge.WITH_EVENT : Edge.WITHOUT_EVENT;
            int windows = 1 + random.nextInt(3);
            for (int w = 0; w < windows; w++) {
                long window = random.nextInt(8) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(LONGEST);
                log.add(aggregate, right, lag, window);
            }
        }
    }

    private static Aggregate aggregate(Random random) {
        Plain of = List.of(Plain.COUNT, Plain.SUM, Plain.AVG).get(random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> Plain.ENTROPY;
            case 1 -> new Several(Choice.MOST_FREQUENT, 1 + random.nextInt(4));
            case 2 -> new Distinct(1 + random.nextInt(8));
            case 3 -> new Quantiles(List.of(0.5, 0.0, 0.99, 0.25, 1.0), random.nextInt(8));
            case 4 -> new ByGroup(of, List.of(Values.groupOf(2), Values.groupOf(0)), List.of("two", "zero"));
            default -> new TopGroups(of, 1 + random.nextInt(4));
        };
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(values[i]);
        }
        return bits;
    }

    /** Few values that come often, some that are missing. */
    private static final class Values {
        private final Random random;
        private final int many;

        Values(Random random) {
            this.random = random;
            this.many = 2 + random.nextInt(40);
        }

        long value() {
            int number = random.nextInt(many) - many / 3;
            return random.nextInt(10) == 0
                    ? Rows.MISSING
                    : Double.doubleToRawLongBits(number % 3 == 0 ? number / 3.0 : number * Math.pow(10.1, number % 7));
        }

        long group() {
            return random.nextInt(10) == 0 ? Rows.MISSING : groupOf(random.nextInt(5));
        }

        static long groupOf(int number) {
            return Double.doubleToRawLongBits(number - 1.5);
        }
    }
}
