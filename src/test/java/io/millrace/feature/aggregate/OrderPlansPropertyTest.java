package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Every aggregate of order over random logs (ties, repeats, missing values, late rows, deletes, jumps of time, copies through bytes) equals a naive scan to
 * the bit.
 */
class OrderPlansPropertyTest {
    private static final List<Plain> PLAIN = List.of(
            Plain.MIN, Plain.MAX, Plain.SINCE_LAST, Plain.SINCE_FIRST, Plain.GAP_MEAN, Plain.GAP_STDDEV, Plain.STREAK);
    private static final List<Choice> CHOICES = List.of(Choice.FIRST, Choice.LAST, Choice.TOP, Choice.BOTTOM);

    @Property(tries = 300)
    void everyReadingEqualsTheNaiveOneToTheBit(@ForAll long seed) {
        assertThat(new Trial(seed).check()).as("values compared, seed %d", seed).isGreaterThan(500);
    }

    @Test
    void rowsAreOfferedAndPartsAreMadeAnew() {
        int restarts = 0;
        int rebuilds = 0;
        for (long seed = 0; seed < 20; seed++) {
            Trial trial = new Trial(seed);
            trial.check();
            restarts += trial.harness.restarts();
            rebuilds += trial.harness.rebuilds();
        }
        assertThat(restarts).as("restarts").isGreaterThan(100);
        assertThat(rebuilds).as("rebuilds").isGreaterThan(100);
    }

    private static final class Trial {
        private static final int STEPS = 150;

        private record Feature(Aggregate aggregate, Target target) {
            String text() {
                return aggregate.text() + " of column " + target.column() + " between " + target.left() + " and "
                        + target.right();
            }
        }

        private final long seed;
        private final Random random;
        /** Times are multiples of it: a millisecond, or so many that squares of gaps need more than 64 bits. */
        private final long unit;

        private final List<Feature> features = new ArrayList<>();
        private final TreeSet<LogRow> all = new TreeSet<>();
        private final OrderHarness harness;
        private int slots;
        private long offsets;
        private int compared;

        Trial(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.unit = random.nextInt(3) == 0 ? 10_000_000_000L : 1;
            PartsBuilder parts = new PartsBuilder();
            boolean lifetimes = random.nextBoolean();
            List<Supplier<Reading>> readings = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                plan(aggregate(), parts, lifetimes, readings);
            }
            this.harness = new OrderHarness(random, parts, readings);
        }

        private Aggregate aggregate() {
            return random.nextBoolean()
                    ? PLAIN.get(random.nextInt(PLAIN.size()))
                    : new Several(CHOICES.get(random.nextInt(CHOICES.size())), 1 + random.nextInt(5));
        }

        /** One aggregate over up to three windows with the same right edge. */
        private void plan(
                Aggregate aggregate, PartsBuilder parts, boolean lifetimes, List<Supplier<Reading>> readings) {
            int column = aggregate == Plain.STREAK ? 1 : random.nextInt(2);
            long lag = random.nextInt(3) == 0 ? unit * (1 + random.nextInt(60)) : 0;
            Edge right = lag > 0 ? Edge.before(lag) : random.nextBoolean() ? Edge.WITH_EVENT : Edge.WITHOUT_EVENT;
            double empty = List.of(Double.NaN, 0.0, -1.0).get(random.nextInt(3));
            for (int i = random.nextInt(3); i >= 0; i--) {
                boolean lifetime = lifetimes && random.nextInt(4) == 0;
                long window = lifetime ? Long.MAX_VALUE : window();
                Edge left = lifetime ? null : Edge.before(lag + window);
                Target target = new Target(parts, column, -1, right, left, window, lag, empty, slots);
                features.add(new Feature(aggregate, target));
                readings.add(OrderPlans.plan(aggregate, target));
                slots += aggregate.suffixes().size();
            }
        }

        private long window() {
            int most = random.nextInt(3) == 0 ? 400 : 40;
            return random.nextInt(8) == 0 ? 1 : unit * (1 + random.nextInt(most));
        }

        /** Returns how many values were compared. */
        int check() {
            harness.moveTo(row(1000));
            for (int step = 0; step < STEPS; step++) {
                act();
                harness.settle();
                if (random.nextInt(4) == 0) {
                    harness.copyThroughBytes();
                }
                if (random.nextInt(10) == 0) {
                    harness.prune();
                }
                compare(step);
            }
            return compared;
        }

        private void act() {
            int kind = random.nextInt(20);
            if (kind < 12) {
                advance(row(now() + random.nextInt(6)));
            } else if (kind < 15) {
                insert(row(now() - random.nextInt(random.nextBoolean() ? 10 : 200)));
            } else if (kind == 15) {
                insert(row(now() + random.nextInt(20)));
            } else if (kind < 19) {
                remove();
            } else {
                advance(row(now() + random.nextInt(300)));
            }
        }

        private long now() {
            return harness.now().time() / unit;
        }

        private void advance(LogRow row) {
            insert(row);
            if (row.compareTo(harness.now()) > 0) {
                harness.moveTo(row);
            }
        }

        private void insert(LogRow row) {
            all.add(row);
            harness.insert(row);
        }

        private void remove() {
            List<LogRow> rows = List.copyOf(harness.log());
            if (!rows.isEmpty()) {
                int newest = Math.max(0, rows.size() - 20);
                LogRow row = rows.get(
                        random.nextBoolean()
                                ? random.nextInt(rows.size())
                                : newest + random.nextInt(rows.size() - newest));
                all.remove(row);
                harness.remove(row);
            }
        }

        private LogRow row(long time) {
            long number = Double.doubleToRawLongBits(
                    random.nextBoolean() ? random.nextInt(9) - 4 + 0.0 : random.nextGaussian() * 100);
            long condition = Double.doubleToRawLongBits(random.nextInt(4) == 0 ? 0 : 1);
            return new LogRow(
                    time * unit,
                    random.nextInt(3),
                    offsets++,
                    random.nextInt(8) == 0 ? Rows.MISSING : number,
                    random.nextInt(8) == 0 ? Rows.MISSING : condition);
        }

        private void compare(int step) {
            double[] row = harness.read(slots);
            for (Feature feature : features) {
                List<Double> expected = OrderOracle.values(feature.aggregate(), feature.target(), all, harness.now());
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(Double.doubleToRawLongBits(row[feature.target().slot() + i]))
                            .as("value %d of %s, seed %d, step %d: %s", i, feature.text(), seed, step, expected)
                            .isEqualTo(Double.doubleToRawLongBits(expected.get(i)));
                    compared++;
                }
            }
        }
    }
}
