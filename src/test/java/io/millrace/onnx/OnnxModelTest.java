package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.model.ModelDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
    private static final byte[] MODEL =
            new TinyModel().metadata(Map.of("who", "test")).bytes(2);
    private static final String DIGEST = ModelDigest.of(MODEL);

    @Test
    void sharesOneSessionUntilTheLastUserCloses() {
        OnnxModel first = OnnxModel.open(MODEL, DIGEST);
        OnnxModel second = OnnxModel.open(MODEL, DIGEST);
        assertThat(SharedSessions.users(DIGEST)).isEqualTo(2);
        assertThat(SharedSessions.acquire(DIGEST, MODEL).join())
                .isSameAs(SharedSessions.acquire(DIGEST, MODEL).join());
        SharedSessions.release(DIGEST);
        SharedSessions.release(DIGEST);

        first.close();
        first.close();

        assertThat(SharedSessions.users(DIGEST)).as("a hold counts once").isEqualTo(1);
        assertThat(sumOf(second, 1, 2)).isEqualTo(3);
        second.close();
        assertThat(SharedSessions.users(DIGEST)).isZero();
    }

    @Test
    void opensAgainAfterTheLastUserClosed() {
        OnnxModel.open(MODEL, DIGEST).close();
        try (OnnxModel model = OnnxModel.open(MODEL, DIGEST)) {
            assertThat(sumOf(model, 3, 4)).isEqualTo(7);
        }
    }

    @Test
    void tellsWhatTheModelDeclares() {
        try (OnnxModel model = OnnxModel.open(MODEL, DIGEST)) {
            assertThat(model.inputs()).containsExactly(new OnnxValue("vector", "float", List.of(-1L, 2L)));
            assertThat(model.outputs()).containsExactly(new OnnxValue("score", "float", List.of(-1L, 1L)));
            assertThat(model.inputs().get(0).describe()).isEqualTo("float[N, 2]");
            assertThat(model.metadata()).containsExactly(Map.entry("who", "test"));
            assertThat(model.runtime()).isEqualTo("onnxruntime 1.28.0; intra_op=1");
        }
    }

    @Test
    void refusesBytesWithAnotherDigest() {
        byte[] corrupt = MODEL.clone();
        corrupt[20] ^= 1;

        assertThatThrownBy(() -> OnnxModel.open(corrupt, DIGEST))
                .isInstanceOf(OnnxException.class)
                .hasMessage("model " + DIGEST + " is corrupt: the SHA-256 of its " + MODEL.length + " bytes is "
                        + ModelDigest.of(corrupt) + "; fetch or train it again");
        assertThat(SharedSessions.users(DIGEST)).isZero();
    }

    @Test
    void refusesWhatIsNoModel() {
        byte[] text = {'n', 'o'};
        String digest = ModelDigest.of(text);

        assertThatThrownBy(() -> OnnxModel.open(text, digest))
                .isInstanceOf(OnnxException.class)
                .hasMessageStartingWith("model " + digest + " can't be loaded: ONNX Runtime 1.28.0 says: ");
        assertThat(SharedSessions.users(digest)).isZero();
    }

    @Test
    void refusesToRunWhenClosed() {
        OnnxModel model = OnnxModel.open(MODEL, DIGEST);
        OnnxBatch batch = new Sums(model, 1).batch;
        model.close();
        assertThatThrownBy(() -> batch.run(1)).hasMessage("model " + DIGEST + " is closed");
        batch.close();
        assertThatThrownBy(() -> batch.run(1)).hasMessage("the batch of model " + DIGEST + " is closed");
    }

    @Test
    void closesUnderAThreadThatRuns() throws Exception {
        ExecutorService runner = Executors.newSingleThreadExecutor();
        for (int i = 0; i < 50; i++) {
            OnnxModel model = OnnxModel.open(MODEL, DIGEST);
            OnnxBatch batch = new Sums(model, 1_000).batch;
            CountDownLatch running = new CountDownLatch(1);
            Future<Throwable> end = runner.submit(() -> catchThrowable(() -> {
                while (true) {
                    batch.run(1_000);
                    running.countDown();
                }
            }));

            running.await();
            batch.close();
            model.close();

            assertThat(end.get()).isInstanceOf(OnnxException.class).hasMessageEndingWith("is closed");
        }
        runner.shutdown();
        assertThat(SharedSessions.users(DIGEST)).isZero();
    }

    @Test
    void computesTheFirstRowsOnly() {
        try (OnnxModel model = OnnxModel.open(MODEL, DIGEST);
                Sums sums = new Sums(model, 3)) {
            sums.from.put(0, 1).put(2, 2).put(4, 3);
            sums.batch.run(2);
            assertThat(sums.all()).containsExactly(1, 2, 0);
            sums.from.put(1, 10);
            sums.batch.run(3);
            assertThat(sums.all()).containsExactly(11, 2, 3);
            assertThatThrownBy(() -> sums.batch.run(4)).hasMessage("4 rows; a batch has 1 to 3");
            assertThatThrownBy(() -> sums.batch.run(0)).hasMessage("0 rows; a batch has 1 to 3");
        }
    }

    @Test
    void refusesBuffersForDifferentlyManyRows() {
        try (OnnxModel model = OnnxModel.open(MODEL, DIGEST)) {
            List<TensorBuffer> inputs =
                    List.of(TensorBuffer.allocate(model.inputs().get(0), 2));
            List<TensorBuffer> outputs =
                    List.of(TensorBuffer.allocate(model.outputs().get(0), 3));
            assertThatThrownBy(() -> model.bind(inputs, outputs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the buffers of a batch must hold equally many rows, but hold [2, 3]");
        }
    }

    @Test
    void survivesUsersThatComeRunAndGoAtTheSameTime() throws Exception {
        int threads = 4;
        ExecutorService users = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Float>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            results.add(users.submit(() -> {
                start.await();
                float sum = 0;
                for (int i = 0; i < 200; i++) {
                    try (OnnxModel model = OnnxModel.open(MODEL, DIGEST)) {
                        sum += sumOf(model, 1, 1);
                    }
                }
                return sum;
            }));
        }
        start.countDown();
        for (Future<Float> result : results) {
            assertThat(result.get()).isEqualTo(400);
        }
        users.shutdown();
        assertThat(SharedSessions.users(DIGEST)).isZero();
    }

    private static float sumOf(OnnxModel model, float a, float b) {
        try (Sums sums = new Sums(model, 1)) {
            sums.from.put(0, a).put(1, b);
            sums.batch.run(1);
            return sums.all()[0];
        }
    }
}
