package io.millrace.adapter.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.content.ContentVector;
import io.millrace.content.ContentVectors;
import io.millrace.content.ImageRecipe;
import io.millrace.content.ImageRecipe.Channels;
import io.millrace.content.ImageReference;
import io.millrace.content.ReadAhead;
import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that refer to images in files. */
class ReferredImagesTest {
    private static final int FILE = 0;
    private static final int DIGEST = 1;
    private static final int PIXEL = 2;
    private static final NumberVector RED = NumberVector.ofFloats(1, 0, 0);
    private static final NumberVector BLUE = NumberVector.ofFloats(0, 0, 1);
    private static final ImageRecipe RECIPE =
            new ImageRecipe(1, 1, Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), 100, null);

    @TempDir
    private Path photos;

    private String red = "";
    private String blue = "";

    @BeforeEach
    void files() throws IOException {
        red = write("red.png", 0xFF0000);
        blue = write("blue.png", 0x0000FF);
    }

    private String write(String name, int colour) throws IOException {
        byte[] png = Photos.png(2, 2, colour);
        Files.write(photos.resolve(name), png);
        return Photos.sha256(png);
    }

    private ContentVectors open(boolean keep) throws IOException {
        ImageReference reference = new ImageReference(DIGEST, keep, 10_000);
        ContentVector vector = new ContentVector("pixel", FILE, PIXEL, keep, reference, RECIPE);
        StoredReaders readers = new StoredReaders("", ImagePlaces.under(photos.toString()));
        return ContentVectors.open("shots", "shots-topic", List.of(vector), readers, 10);
    }

    private static Arrival<Event> shot(long offset, @Nullable String file, @Nullable String digest) {
        long nulls = 1L << PIXEL | (file == null ? 1L << FILE : 0) | (digest == null ? 1L << DIGEST : 0);
        @Nullable String[] strings = {file, digest, null};
        return Arrival.of(new Event(0, 2, offset, 99, 1, "id", 5, nulls, new long[3], strings), 5);
    }

    @Test
    void theVectorIsOfTheFileAndReferenceAndDigestDoNotGoOn() throws Exception {
        try (ContentVectors vectors = open(false)) {
            Event event = vectors.compute(shot(1, "red.png", red)).value();
            assertThat(event.vectorAt(PIXEL)).isEqualTo(RED);
            assertThat(event.isNull(FILE)).isTrue();
            assertThat(event.isNull(DIGEST)).isTrue();
            Event other = vectors.compute(shot(2, photos + "/blue.png", blue.toUpperCase(Locale.ROOT)))
                    .value();
            assertThat(other.vectorAt(PIXEL)).isEqualTo(BLUE);
        }
    }

    @Test
    void whatFeaturesReadGoesOn() throws Exception {
        try (ContentVectors vectors = open(true)) {
            Event event = vectors.compute(shot(1, "red.png", red)).value();
            assertThat(event.stringAt(FILE)).isEqualTo("red.png");
            assertThat(event.stringAt(DIGEST)).isEqualTo(red);
        }
    }

    @Test
    void withoutAReferenceThereIsNoVector() throws Exception {
        try (ContentVectors vectors = open(false)) {
            assertThat(vectors.compute(shot(1, null, red)).value().vectorAt(PIXEL))
                    .isNull();
            assertThat(vectors.compute(shot(1, " ", null)).value().vectorAt(PIXEL))
                    .isNull();
        }
    }

    @Test
    void whatIsInTheFileMustHaveTheDigest() throws Exception {
        try (ContentVectors vectors = open(false)) {
            DeadLetter letter = vectors.compute(shot(7, "red.png", blue)).deadLetter();
            assertThat(letter.reason()).isEqualTo(Reason.UNREADABLE_CONTENT);
            assertThat(letter.offset()).isEqualTo(7);
            assertThat(letter.detail())
                    .startsWith("pixel: the file's ")
                    .endsWith(" bytes have the SHA-256 " + red + ", but the event says " + blue
                            + "; write a changed image to a new file, and send its event again");
            assertThat(vectors.compute(shot(8, "red.png", null)).deadLetter().detail())
                    .isEqualTo(
                            "pixel: the event has no digest; send the 64 hex digits of the SHA-256 of the image's file"
                                    + " with each reference");
            assertThat(vectors.compute(shot(9, "red.png", "12")).deadLetter().detail())
                    .startsWith("pixel: the event has a digest that is no SHA-256; send");
        }
    }

    @Test
    void aFileIsReadOnceAndOnlyUnderItsOwnDigest() throws Exception {
        try (ContentVectors vectors = open(false)) {
            vectors.compute(shot(1, "red.png", red));
            Files.delete(photos.resolve("red.png"));
            assertThat(vectors.compute(shot(2, "red.png", red)).value().vectorAt(PIXEL))
                    .isEqualTo(RED);
            assertThat(vectors.repeated()).isEqualTo(1);
            assertThat(vectors.compute(shot(3, "elsewhere.png", red)).isDead()).isTrue();
            assertThat(vectors.compute(shot(4, "blue.png", red)).isDead()).isTrue();
            assertThat(vectors.compute(shot(5, "red.png", blue)).isDead()).isTrue();
        }
    }

    @Test
    void imagesReadAheadComeInTheOrderOfTheirEvents() throws Exception {
        List<Long> offsets = new ArrayList<>();
        List<@Nullable NumberVector> pixels = new ArrayList<>();
        try (ContentVectors vectors = open(false)) {
            ReadAhead ahead = new ReadAhead(vectors, arrival -> {
                offsets.add(
                        arrival.isDead()
                                ? arrival.deadLetter().offset()
                                : arrival.value().offset());
                pixels.add(arrival.isDead() ? null : arrival.value().vectorAt(PIXEL));
            });
            for (int i = 0; i < 100; i++) {
                String name = i % 3 == 0 ? "red.png" : i % 3 == 1 ? "blue.png" : "no.png";
                ahead.add(shot(i, name, i % 3 == 0 ? red : i % 3 == 1 ? blue : "0".repeat(64)));
                if (i % 7 == 0) {
                    ahead.passReady();
                }
                assertThat(i + 1 - offsets.size()).as("events that wait").isLessThanOrEqualTo(8);
            }
            ahead.passAll();
            assertThat(ahead.isEmpty()).isTrue();
        }
        assertThat(offsets).hasSize(100).isSorted();
        for (int i = 0; i < 100; i++) {
            assertThat(pixels.get(i)).isEqualTo(i % 3 == 0 ? RED : i % 3 == 1 ? BLUE : null);
        }
    }
}
