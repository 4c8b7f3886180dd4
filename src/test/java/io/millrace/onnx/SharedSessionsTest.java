package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.model.ModelDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedSessionsTest {
    private static final byte[] LOADED = named("loaded");
    private static final byte[] WAITING = named("waiting");

    private static byte[] named(String name) {
        return new TinyModel().metadata(Map.of("name", name)).bytes(2);
    }

    /** While the loader is busy, only those wait whose model has to be loaded. */
    @Test
    void aModelThatIsBeingLoadedHoldsUpNoOther() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (OnnxModel first = OnnxModel.open(LOADED, ModelDigest.of(LOADED));
                AutoCloseable released = go::countDown) {
            Loader.execute(() -> await(go));
            CompletableFuture<OnnxModel> waiting = OnnxModel.prepare(WAITING, ModelDigest.of(WAITING));
            CompletableFuture<OnnxModel> alike = OnnxModel.prepare(WAITING, ModelDigest.of(WAITING));

            OnnxModel.open(LOADED, ModelDigest.of(LOADED)).close();
            assertThat(OnnxModel.loaded())
                    .extracting(LoadedModel::digest, LoadedModel::users)
                    .contains(tuple(first.digest(), 1));
            assertThat(waiting).isNotDone();

            go.countDown();
            waiting.get().close();
            alike.get().close();
        }
        assertThat(OnnxModel.loaded()).isEmpty();
        assertThat(OnnxModel.isLoaded(ModelDigest.of(LOADED))).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allWhoWaitHearOfAFailureAndTheNextTriesAgain() {
        byte[] text = {'n', 'o'};
        String digest = ModelDigest.of(text);
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<OnnxModel>> opening = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                opening.add(OnnxModel.prepare(text, digest));
            }
            for (CompletableFuture<OnnxModel> one : opening) {
                assertThatThrownBy(one::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("model " + digest + " can't be loaded: ONNX Runtime");
            }
            assertThat(SharedSessions.users(digest)).isZero();
        }
    }

    @Test
    void preparingChecksTheDigest() {
        assertThatThrownBy(() -> OnnxModel.prepare(LOADED, "beef").get()).hasMessageContaining("model beef is corrupt");
    }

    @Test
    void whoIsInterruptedWhileItWaitsLeavesNothingLoaded() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Loader.execute(() -> await(go));
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> OnnxModel.open(WAITING, ModelDigest.of(WAITING)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).hasMessage("interrupted while model " + ModelDigest.of(WAITING) + " was loaded");
        go.countDown();
        CompletableFuture<Void> after = new CompletableFuture<>();
        Loader.execute(() -> after.complete(null));
        after.get();
        assertThat(SharedSessions.users(ModelDigest.of(WAITING))).isZero();
    }

    /** A thread that kept the class loader of the job that happened to start it would keep that job's classes for ever. */
    @Test
    void threadsBelongToTheProcess() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        try {
            Thread made = Daemons.thread("made", () -> {});
            assertThat(made.getContextClassLoader()).isSameAs(OnnxModel.class.getClassLoader());
            assertThat(made.isDaemon()).isTrue();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        CompletableFuture<Thread> loader = new CompletableFuture<>();
        Loader.execute(() -> loader.complete(Thread.currentThread()));
        assertThat(loader.get().getName()).isEqualTo(Loader.THREAD);
        assertThat(loader.get().getContextClassLoader()).isSameAs(OnnxModel.class.getClassLoader());
    }
}
