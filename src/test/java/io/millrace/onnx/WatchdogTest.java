package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.ModelDigest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final byte[] MODEL = LoopModel.bytes();
    private static final String DIGEST = ModelDigest.of(MODEL);
    private static final float HOURS = 1e12f;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final OnnxModel model = OnnxModel.open(MODEL, DIGEST);
    private final Sums batch = new Sums(model, 2);

    @AfterEach
    void close() {
        batch.close();
        model.close();
    }

    @Test
    void stopsACallThatHangsAndRunsTheNext() {
        for (int round = 0; round < 3; round++) {
            batch.from.put(0, HOURS);
            assertThatThrownBy(() -> batch.batch.run(1, Duration.ofMillis(30)))
                    .isInstanceOf(OnnxException.class)
                    .hasMessage(
                            "model " + DIGEST + " was stopped on a batch of 1: it took longer than 30 ms; allow it more"
                                    + " time, or find out why it takes so long");

            batch.from.put(0, 3).put(1, 1);
            batch.batch.run(2, LONG);
            assertThat(batch.all()).containsExactly(6, 4);
            batch.batch.run(1);
            assertThat(batch.all()[0]).isEqualTo(6);
        }
    }

    @Test
    void leavesOthersAlone() {
        try (Sums other = new Sums(model, 1)) {
            other.from.put(0, 2);
            other.batch.run(1, LONG);
            batch.from.put(0, HOURS);
            assertThatThrownBy(() -> batch.batch.run(1, Duration.ofMillis(20))).hasMessageContaining("was stopped");
            other.batch.run(1, LONG);
            assertThat(other.all()).containsExactly(4);
        }
    }

    @Test
    void saysWhatFailedOtherwise() {
        byte[] picky = new TinyModel().picky().bytes(1);
        try (OnnxModel failing = OnnxModel.open(picky, ModelDigest.of(picky));
                Sums sums = new Sums(failing, 1)) {
            sums.from.put(0, 99);
            assertThatThrownBy(() -> sums.batch.run(1, LONG))
                    .hasMessageStartingWith("model " + ModelDigest.of(picky) + " failed on a batch of 1: ");
            sums.from.put(0, 2);
            sums.batch.run(1, LONG);
            assertThat(sums.all()).containsExactly(0.5f);
        }
    }

    @Test
    void endsItsThreadWithTheLastBatch() {
        batch.batch.run(1, LONG);
        assertThat(threads()).isEqualTo(1);
        batch.close();
        await().untilAsserted(() -> assertThat(threads()).isZero());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(Watchdog.THREAD))
                .peek(thread -> assertThat(thread.isDaemon()).isTrue())
                .count();
    }
}
