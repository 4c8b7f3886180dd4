package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.ModelDigest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Swaps models while threads score, and sees that nothing is left of those that went. {@code -Dmillrace.soak=2000} swaps so often.
 *
 * <p>Each model holds 4 MiB of weights, so that a quarter of the short form's models, if kept, would be more than the growth that is allowed.
 */
class SwapSoakTest {
    private static final int SWAPS = Integer.getInteger("millrace.soak", 200);
    private static final int SCORERS = 2;
    private static final int WEIGHTS = 1 << 20;
    private static final long ALLOWED = 150L << 20;

    private final byte[] artefact = TinyModel.withWeights(WEIGHTS, "swap-00000000");
    private final int counter = indexOf("swap-00000000") + "swap-".length();

    @Test
    void leavesNothingBehind() throws Exception {
        AtomicReference<OnnxModel> current = new AtomicReference<>(next(0));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService scorers = Executors.newFixedThreadPool(SCORERS);
        List<Future<Long>> scored = new ArrayList<>();
        for (int i = 0; i < SCORERS; i++) {
            scored.add(scorers.submit(() -> score(current, done)));
        }
        long settled = 0;
        long files = temporaryFiles();
        try {
            for (int swap = 1; swap <= SWAPS; swap++) {
                OnnxModel old = current.getAndSet(next(swap));
                old.close();
                if (swap == SWAPS / 4) {
                    settled = offHeap();
                }
            }
        } finally {
            done.set(true);
        }
        for (Future<Long> future : scored) {
            assertThat(future.get()).isPositive();
        }
        scorers.shutdown();
        long end = offHeap();
        current.get().close();

        System.out.printf("swaps %d, settled %d MiB, end %d MiB%n", SWAPS, settled >> 20, end >> 20);
        assertThat(end - settled).as("growth of resident memory").isLessThan(ALLOWED);
        assertThat(OnnxModel.loaded()).isEmpty();
        assertThat(temporaryFiles()).isEqualTo(files);
        assertThat(threads(Loader.THREAD)).isLessThanOrEqualTo(1);
        assertThat(threads(Watchdog.THREAD)).isLessThanOrEqualTo(1);
    }

    private OnnxModel next(int swap) {
        byte[] digits = String.format("%08d", swap).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, artefact, counter, digits.length);
        return OnnxModel.open(artefact, ModelDigest.of(artefact));
    }

    private int indexOf(String text) {
        return new String(artefact, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** Scores with the model of the moment, as a subtask does that takes its own hold; a model that went meanwhile is left for the next. */
    private static long score(AtomicReference<OnnxModel> current, AtomicBoolean done) {
        long runs = 0;
        while (!done.get()) {
            OnnxModel model = current.get();
            try (Sums batch = new Sums(model, 4)) {
                batch.from.put(0, 3).put(1, 4);
                for (int i = 0; i < 20; i++) {
                    batch.batch.run(1, Duration.ofMinutes(10));
                    assertThat(batch.all()[0]).isEqualTo(7);
                    runs++;
                }
            } catch (OnnxException e) {
                assertThat(e).hasMessageEndingWith("is closed");
            }
        }
        return runs;
    }

    /** What the process holds beside the Java heap. */
    private static long offHeap() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return new ResidentMemory().used().orElse(heap) - heap;
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private static long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("onnxruntime-java"))
                    .count();
        }
    }
}
