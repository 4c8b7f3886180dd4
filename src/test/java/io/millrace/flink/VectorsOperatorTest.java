package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.content.ImagePlaces;
import io.millrace.adapter.content.Photos;
import io.millrace.adapter.content.StoredReaders;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events whose images are in files, one of which comes slowly: it is a pipe, and holds nothing before the test writes to it. */
@Timeout(30)
class VectorsOperatorTest {
    private static final PipelineText TEXT = new PipelineText("p.yaml", """
            pipeline: photos
            sources:
              photos:
                topic: photos
                schema: photo.avsc
                id: id
                time: at
                vectors:
                  pixel: {image: file, digest: sha256, resize: [1, 1]}
            features:
              photo: {pixel: {expr: pixel}}
            model: {name: m, scores: photos, inputs: [photo.*]}
            """, Map.of("photo.avsc", """
            {"type": "record", "name": "Photo", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "file", "type": "string"},
              {"name": "sha256", "type": "string"}]}
            """));

    private final Pipeline pipeline = PipelineCompiler.compile(TEXT);
    private byte[] png = {};

    @TempDir
    private Path photos;

    private @Nullable OneInputStreamOperatorTestHarness<Arrival<Event>, Arrival<Event>> harness;

    @BeforeEach
    void open() throws Exception {
        png = Photos.png(1, 1, 0xFF0000);
        Files.write(photos.resolve("fast.png"), png);
        assertThat(new ProcessBuilder("mkfifo", photos.resolve("slow.png").toString())
                        .start()
                        .waitFor())
                .isZero();
        StoredReaders readers = new StoredReaders("", ImagePlaces.under(photos.toString()));
        harness = new OneInputStreamOperatorTestHarness<>(new VectorsOperator(TEXT, 0, readers, 10));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness().close();
    }

    private OneInputStreamOperatorTestHarness<Arrival<Event>, Arrival<Event>> harness() {
        if (harness == null) {
            throw new IllegalStateException("opened before each test");
        }
        return harness;
    }

    private void photo(String id, String file) throws Exception {
        @Nullable String[] strings = {id, null, file, Photos.sha256(png), null};
        Event event = new Event(0, 0, 0, 7, 1, id, 7, 1L << 4, new long[5], strings);
        assertThat(pipeline.scored().type().slot("pixel")).isEqualTo(4);
        harness().processElement(new StreamRecord<>(Arrival.of(event, 7), 7));
    }

    private void slowOneComes() throws IOException {
        try (OutputStream out = Files.newOutputStream(photos.resolve("slow.png"))) {
            out.write(png);
        }
    }

    private Thread slowOneComesLater() {
        Thread thread = new Thread(() -> {
            try {
                Thread.sleep(100);
                slowOneComes();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private List<String> output() {
        List<String> output = new ArrayList<>();
        for (Object element : harness().getOutput()) {
            output.add(
                    element instanceof Watermark mark
                            ? "watermark " + mark.getTimestamp()
                            : described((StreamRecord<?>) element));
        }
        return output;
    }

    private static String described(StreamRecord<?> record) {
        Event event = (Event) ((Arrival<?>) record.getValue()).value();
        return event.id() + " " + event.vectorAt(4) + " at " + record.getTimestamp();
    }

    @Test
    void eventsGoOnInTheirOrderWithoutHoldingUpTheTask() throws Exception {
        photo("1", "slow.png");
        photo("2", "fast.png");
        harness().setProcessingTime(10);
        assertThat(output()).isEmpty();

        slowOneComes();
        for (long time = 20; output().size() < 2; time += 10) {
            harness().setProcessingTime(time);
        }
        assertThat(output()).containsExactly("1 [1.0, 0.0, 0.0] at 7", "2 [1.0, 0.0, 0.0] at 7");
    }

    @Test
    void watermarksAndBarriersComeBehindTheEventsBeforeThem() throws Exception {
        photo("1", "slow.png");
        Thread later = slowOneComesLater();
        harness().processWatermark(3);
        later.join();
        assertThat(output()).containsExactly("1 [1.0, 0.0, 0.0] at 7", "watermark 3");
    }

    @Test
    void nothingWaitsInACheckpoint() throws Exception {
        photo("1", "slow.png");
        Thread later = slowOneComesLater();
        harness().prepareSnapshotPreBarrier(1);
        later.join();
        assertThat(output()).hasSize(1);
    }

    @Test
    void theEndOfInputLeavesNothingBehind() throws Exception {
        photo("1", "slow.png");
        Thread later = slowOneComesLater();
        harness().endInput();
        harness().getOperator().finish();
        later.join();
        assertThat(output()).hasSize(1);
    }
}
