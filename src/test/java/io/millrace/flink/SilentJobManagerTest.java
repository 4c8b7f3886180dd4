package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader that is ahead waits for a slower one only for as long as the JobManager tells of it. */
class SilentJobManagerTest {
    private static final int MOST_AHEAD = 10;
    private static final long VALID = 1_000;
    private static final String THREAD = "pace of source 3, subtask 0";

    /** How the JobManager does not answer. */
    enum Silence {
        REFUSES,
        BREAKS,
        /** Before this thread dies of it. */
        BREAKS_THE_THREAD,
        NEVER_ANSWERS
    }

    private final JobManager master = new JobManager();
    private final Counters counters = new Counters();
    private OneInputStreamOperatorTestHarness<PartialVector, PartialVector> harness;
    private int read;

    /** Says that the slowest reader is at the beginning, unless it is silent. */
    private static final class JobManager implements GlobalAggregateManager {
        private volatile Silence silence;
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        @SuppressWarnings("unchecked") // a watermark is what is asked for
        public <I, A, O> O updateGlobalAggregate(String name, Object value, AggregateFunction<I, A, O> function)
                throws IOException {
            Silence how = silence;
            if (how != null) {
                asked.countDown();
                keepSilent(how);
            }
            return (O) Long.valueOf(START);
        }

        private static void keepSilent(Silence how) throws IOException {
            switch (how) {
                case REFUSES -> throw new IOException("it refuses");
                case BREAKS -> throw new IllegalStateException("it breaks");
                case BREAKS_THE_THREAD -> throw new NoClassDefFoundError("a class loader was closed");
                case NEVER_ANSWERS -> {
                    try {
                        // As Flink's own waits for an answer.
                        Long unused = new CompletableFuture<Long>().get();
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IOException(e);
                    }
                }
            }
        }
    }

    private void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new PaceOperator(3, MOST_AHEAD, VALID));
        counters.serve(harness);
        FakeMaster.serve(harness, master);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
        await("the end of the thread").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain(THREAD));
    }

    /** Reads an event, a millisecond of event time behind the one before. */
    private void read() throws Exception {
        long time = START + read;
        harness.processElement(new StreamRecord<>(transaction("" + read, "c", "t", 1, time, 0, read)));
        harness.processWatermark(new Watermark(time));
        read++;
    }

    private long slowed() {
        return counters.of(Metrics.SLOWED);
    }

    private static ConditionFactory reading(String until) {
        return await(until)
                .atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    /** Reads on until the reader has waited for the slower one. */
    private void readUntilItWaits() {
        long before = slowed();
        reading("a wait for the slower one").until(() -> {
            read();
            return slowed() > before;
        });
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsWaitedForForGood(Silence silence) throws Exception {
        open();
        readUntilItWaits();
        master.silence = silence;
        master.asked.await();

        reading("the end of the wait").until(() -> {
            long before = slowed();
            read();
            return slowed() == before;
        });

        long before = slowed();
        for (int i = 0; i < 1_000; i++) {
            read();
        }
        assertThat(slowed()).isEqualTo(before);
        if (silence == Silence.REFUSES || silence == Silence.BREAKS) {
            master.silence = null;
            readUntilItWaits();
        }
    }
}
