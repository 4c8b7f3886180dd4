package io.millrace.feature.spi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.GeoSpread;
import io.millrace.feature.spi.Parameters;
import io.millrace.feature.spi.SquaredCents;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The check passes those that keep the contract, and catches each way in which one can break it. */
class AccumulatorCheckTest {
    /** An aggregate of one sum and one value. */
    private record Single(Supplier<Accumulator> fresh) implements CustomAggregate {
        @Override
        public String name() {
            return "single";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Accumulator accumulator(Parameters parameters) {
            return fresh.get();
        }
    }

    private abstract static class OneSum implements Accumulator {
        @Override
        public int sums() {
            return 1;
        }

        @Override
        public void result(long count, long[] sums, long end, double[] values) {
            values[0] = sums[0] / 100.0;
        }
    }

    private static AccumulatorCheck check(Supplier<Accumulator> accumulator) {
        return AccumulatorCheck.of(new Single(accumulator), Parameters.none());
    }

    @Test
    void passesExactSums() {
        AccumulatorCheck.of(new SquaredCents(), Parameters.of(Map.of("scale", 100)))
                .values(random -> new double[] {random.nextInt(1_000_000) / 100.0})
                .meaning(AccumulatorCheckTest::squaredCents, 1e-15)
                .run(1);
    }

    @Test
    void catchesSumsThatAreTooLarge() {
        assertThat(failure(() -> AccumulatorCheck.of(new SquaredCents(), Parameters.none())
                        .meaning(AccumulatorCheckTest::squaredCents, 1e-15)
                        .run(1)))
                .hasMessageStartingWith("squared_cents is not what it means: expected [");
    }

    private static double[] squaredCents(List<Observation> window, long end) {
        double squares = 0;
        double sum = 0;
        for (Observation observation : window) {
            double cents = Math.rint(observation.values().get(0) * 100);
            squares += cents * cents;
            sum += cents;
        }
        return new double[] {squares, sum};
    }

    @Test
    void passesTwoInputs() {
        AccumulatorCheck.of(new GeoSpread(), Parameters.none())
                .values(random -> new double[] {random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180})
                .meaning(AccumulatorCheckTest::spread, 1e-2)
                .run(1);
    }

    /** By the distances between all pairs, of which half the mean square is the variance. */
    private static double[] spread(List<Observation> window, long end) {
        double squares = 0;
        for (Observation a : window) {
            for (Observation b : window) {
                squares += squaredDistance(a.values(), b.values());
            }
        }
        return new double[] {6371 * Math.sqrt(squares / 2) / window.size()};
    }

    private static double squaredDistance(List<Double> a, List<Double> b) {
        double latitudes = Math.sin(Math.toRadians(a.get(0) - b.get(0)) / 2);
        double longitudes = Math.sin(Math.toRadians(a.get(1) - b.get(1)) / 2);
        double cosines = Math.cos(Math.toRadians(a.get(0))) * Math.cos(Math.toRadians(b.get(0)));
        return 4 * (latitudes * latitudes + cosines * longitudes * longitudes);
    }

    @Test
    void passesTimesAndTheEndOfTheWindow() {
        check(() -> new OneSum() {
                    @Override
                    public void contribute(double[] values, long time, long[] contribution) {
                        contribution[0] = time;
                    }

                    @Override
                    public void result(long count, long[] sums, long end, double[] values) {
                        values[0] = end - (double) sums[0] / count;
                    }
                })
                .meaning(
                        (window, end) -> new double[] {
                            end
                                    - window.stream()
                                            .mapToLong(Observation::time)
                                            .average()
                                            .orElseThrow()
                        },
                        1e-12)
                .run(1);
    }

    @Test
    void catchesARunningSumOfDoubles() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            private double total;

                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                total += values[0];
                                contribution[0] = Double.doubleToRawLongBits(total);
                            }
                        })
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("single is not a function of the set of events: expected [");
    }

    @Test
    void catchesTheBitsOfDoublesThatAreAddedUpByTheirMeaning() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                contribution[0] = Double.doubleToRawLongBits(values[0]);
                            }

                            @Override
                            public void result(long count, long[] sums, long end, double[] values) {
                                values[0] = Double.longBitsToDouble(sums[0]);
                            }
                        })
                        .meaning((window, end) -> new double[] {sum(window)}, 1e-9)
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("single is not what it means: expected [");
    }

    private static double sum(List<Observation> window) {
        return window.stream()
                .mapToDouble(observation -> observation.values().get(0))
                .sum();
    }

    @Test
    void catchesAMaximumWhichCanNotBeTakenBack() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            private long most = Long.MIN_VALUE;

                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                long value = Math.round(values[0]);
                                contribution[0] = value > most ? value - Math.max(most, 0) : 0;
                                most = Math.max(most, value);
                            }
                        })
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not a function of the set of events");
    }

    @Test
    void catchesOneThatDependsOnTheOrderOfTime() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            private long last;

                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                contribution[0] = time - last;
                                last = time;
                            }
                        })
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not a function of the set of events");
    }

    @Test
    void catchesAResultThatRemembers() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            private double before;

                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                contribution[0] = Math.round(values[0] * 100);
                            }

                            @Override
                            public void result(long count, long[] sums, long end, double[] values) {
                                before = (before + sums[0]) / 2;
                                values[0] = before;
                            }
                        })
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not a function of the set of events");
    }

    @Test
    void showsTheSeedAndTheSmallestHistory() {
        Supplier<Accumulator> capped = () -> new OneSum() {
            private int seen;

            @Override
            public void contribute(double[] values, long time, long[] contribution) {
                seen++;
                contribution[0] = seen > 4 ? 0 : 1;
            }

            @Override
            public void result(long count, long[] sums, long end, double[] values) {
                values[0] = sums[0];
            }
        };
        AssertionError first = failure(() -> check(capped).run(7));
        assertThat(first).hasMessageContaining(" (tries(1).run(7) repeats it); it takes\n  1. event ");
        assertThat(first.getMessage().lines()).hasSize(3);
        assertThat(failure(() -> check(capped).tries(1).run(7))).hasMessage(first.getMessage());
    }

    @Test
    void showsWhatIsThrown() {
        assertThat(failure(() -> check(() -> new OneSum() {
                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {
                                contribution[1] = 1;
                            }
                        })
                        .run(1)))
                .hasMessageStartingWith(
                        "single throws java.lang.ArrayIndexOutOfBoundsException: Index 1 out of bounds");
    }

    private static AssertionError failure(Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            return e;
        }
        throw new IllegalStateException("the check passed");
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> check(() -> new OneSum() {
                            @Override
                            public int sums() {
                                return 0;
                            }

                            @Override
                            public void contribute(double[] values, long time, long[] contribution) {}
                        })
                        .run(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it keeps 0 sums; from 1 to 1024");
        assertThatCode(() -> check(CountOnly::new).run(1)).doesNotThrowAnyException();
    }

    private static final class CountOnly extends OneSum {
        @Override
        public void contribute(double[] values, long time, long[] contribution) {
            contribution[0] = 1;
        }
    }
}
