package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** Jobs with a real JobManager, by which the readers learn of each other. */
class PaceOperatorTest {
    private static final int DENSE = 0;
    private static final int SPARSE = 1;
    /** Milliseconds of event time between two events of the dense source. */
    private static final long STEP = 10;
    /** Events of the dense source for one of the sparse one. */
    private static final int RATIO = 100;

    private final StreamExecutionEnvironment environment = environment();

    private static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        return StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    }

    private DataStream<PartialVector> paced(
            int source, GeneratorFunction<Long, PartialVector> events, int count, int mostAhead) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(events, count, Form.PARTIAL_VECTOR.typeInformation()),
                        WatermarkStrategy.<PartialVector>forMonotonousTimestamps()
                                .withTimestampAssigner(
                                        (partial, before) -> partial.event().time()),
                        "source " + source)
                .transform(
                        "pace " + source, Form.PARTIAL_VECTOR.typeInformation(), new PaceOperator(source, mostAhead));
    }

    /** Up to 20,000 events a second. */
    private static PartialVector dense(long number) throws InterruptedException {
        if (number % 20 == 0) {
            Thread.sleep(1);
        }
        return event(DENSE, number, number * STEP);
    }

    /** Up to 100 events a second. */
    private static PartialVector sparse(long number) throws InterruptedException {
        Thread.sleep(10);
        return event(SPARSE, number, number * STEP * RATIO);
    }

    private static PartialVector event(int source, long number, long time) {
        return CardEvents.transaction("" + number, "c", "t", 1, START + time, source, number);
    }

    /** The numbers of the dense source's events in the order in which they came, and those of the sparse one, each below 0. */
    private static List<Integer> arrivals(DataStream<PartialVector> some, DataStream<PartialVector> others)
            throws Exception {
        List<Integer> numbers = new ArrayList<>();
        try (CloseableIterator<Integer> all = some.union(others)
                .map(
                        partial -> {
                            int number = (int) partial.event().offset();
                            return partial.event().partition() == DENSE ? number : -1 - number;
                        },
                        Types.INT)
                .executeAndCollect()) {
            all.forEachRemaining(numbers::add);
        }
        return numbers;
    }

    @Test
    void aSourceThatIsReadFasterKeepsStepWithASlowOne() throws Exception {
        int many = 80_000;
        int few = many / RATIO;

        List<Integer> arrivals = arrivals(
                paced(DENSE, PaceOperatorTest::dense, many, 1_000),
                paced(SPARSE, PaceOperatorTest::sparse, few, 1_000));

        assertThat(arrivals).hasSize(many + few).doesNotHaveDuplicates();
        assertThat(mostAhead(arrivals, many / 2)).isBetween(0, many / 4);
    }

    /** How many events the dense source was ahead at most, from one of its events on. */
    private static int mostAhead(List<Integer> arrivals, int from) {
        int slow = 0;
        int most = 0;
        for (int number : arrivals) {
            if (number < 0) {
                slow = -number * RATIO;
            } else if (number >= from) {
                most = Math.max(most, number - slow);
            }
        }
        return most;
    }

    @Test
    void aSourceThatHasFallenSilentHoldsNobodyBack() throws Exception {
        int many = 40_000;

        List<Integer> arrivals = arrivals(
                paced(DENSE, PaceOperatorTest::dense, many, 100),
                paced(
                        SPARSE,
                        number -> {
                            if (number == 20) {
                                Thread.sleep(12_000);
                            }
                            return sparse(number);
                        },
                        21,
                        100));

        assertThat(arrivals).hasSize(many + 21).endsWith(-21).contains(many - 1);
    }
}
