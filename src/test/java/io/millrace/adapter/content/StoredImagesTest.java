package io.millrace.adapter.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.ImageFiles;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StoredImagesTest {
    private static final int LARGEST = 10;

    @TempDir
    private Path directory;

    private Path photos;

    @BeforeEach
    void files() throws IOException {
        photos = Files.createDirectories(directory.resolve("photos"));
        write("photos/a.png", "photo a");
        write("photos/2024/b c%2e#?.png", "photo b");
        write("photos-of-others/a.png", "another");
        write("secret", "secret");
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static ImagePlaces places(Duration timeout, Duration total, String... under) {
        return new ImagePlaces(List.of(under), timeout, total, 2);
    }

    private ImageFiles open() {
        return StoredImages.open(places(Duration.ofSeconds(5), Duration.ofMillis(300), photos.toString()));
    }

    private static String read(ImageFiles files, String reference) throws ContentException {
        return new String(files.read(reference, LARGEST), StandardCharsets.UTF_8);
    }

    @Test
    void aReferenceIsAPathOrAUriOrRelative() throws Exception {
        try (ImageFiles files = open()) {
            assertThat(read(files, photos + "/a.png")).isEqualTo("photo a");
            assertThat(read(files, "file://" + photos + "/a.png")).isEqualTo("photo a");
            assertThat(read(files, "file:" + photos + "/a.png")).isEqualTo("photo a");
            assertThat(read(files, "a.png")).isEqualTo("photo a");
            assertThat(read(files, "2024/b c%2e#?.png")).isEqualTo("photo b");
        }
    }

    @Test
    void whatIsReadAheadIsThereOnce() throws Exception {
        try (ImageFiles files = open()) {
            files.ahead("a.png", LARGEST);
            while (!files.isReady("a.png")) {
                Thread.onSpinWait();
            }
            Files.delete(photos.resolve("a.png"));
            assertThat(read(files, "a.png")).isEqualTo("photo a");
            refused(files, "a.png", "there is no readable file where the event says, under ");
        }
    }

    @Test
    void filesUnderNoDeclaredPlaceAreNotRead() throws Exception {
        Files.createSymbolicLink(photos.resolve("link.png"), directory.resolve("secret"));
        Files.createSymbolicLink(photos.resolve("up"), directory);
        try (ImageFiles files = open()) {
            refused(files, "link.png", "the event's reference is to a link that leads out of ");
            refused(files, "up/secret", "the event's reference is to a link that leads out of ");
            for (String reference : List.of(
                    directory + "/secret",
                    directory + "/photos-of-others/a.png",
                    directory + "/photos",
                    directory + "/photos/",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "//host" + photos + "/a.png",
                    "s3://bucket/a.png",
                    "http://host" + photos + "/a.png",
                    "file://host" + photos + "/a.png")) {
                refused(
                        files,
                        reference,
                        "the event's reference is to no file under [" + photos + "]; refer to a file");
            }
            refused(files, "jar:file:" + photos + "/a.png", "the event's reference is neither a path nor a URI; refer");
            for (String reference : List.of(
                    "../secret",
                    photos + "/../secret",
                    photos + "/./a.png",
                    "2024/../../secret",
                    "..",
                    "a.png\0",
                    "2024\\..\\a.png")) {
                refused(files, reference, "the event's reference has parts .. or ., or characters that no name");
            }
        }
    }

    @Test
    void missingFilesDirectoriesAndLargeFilesAreRefused() throws Exception {
        write("photos/large.png", "x".repeat(LARGEST + 1));
        write("photos/full.png", "x".repeat(LARGEST));
        try (ImageFiles files = open()) {
            refused(
                    files,
                    "no.png",
                    "there is no readable file where the event says, under " + photos + "; put the image");
            refused(files, "2024", "there is no readable file where the event says, under ");
            assertThat(read(files, "full.png")).hasSize(LARGEST);
            assertThatThrownBy(() -> read(files, "large.png"))
                    .isInstanceOfSatisfying(
                            ContentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERSIZED))
                    .hasMessage(
                            "the file has more than 10 bytes, the \"largest\" of its vector; send a smaller image, or declare more");
        }
    }

    private static void refused(ImageFiles files, String reference, String detail) {
        assertThatThrownBy(() -> read(files, reference))
                .as(reference)
                .isInstanceOfSatisfying(
                        ContentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_CONTENT))
                .hasMessageStartingWith(detail);
    }

    @Test
    void aPlaceThatIsAwayIsWaitedFor() throws Exception {
        ImagePlaces patient = places(Duration.ofSeconds(5), Duration.ofSeconds(20), photos.toString());
        Path away = directory.resolve("away");
        Files.move(photos, away);
        Thread comesBack = new Thread(() -> {
            try {
                Thread.sleep(250);
                Files.move(away, photos);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (ImageFiles files = StoredImages.open(patient)) {
            comesBack.start();
            assertThat(read(files, "a.png")).isEqualTo("photo a");
        } finally {
            comesBack.join();
        }
    }

    @Test
    void aPlaceThatStaysAwayEndsTheJob() throws Exception {
        Files.move(photos, directory.resolve("away"));
        try (ImageFiles files = open()) {
            assertThatThrownBy(() -> read(files, "a.png"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("files with images could not be had for 0 s (images.retry.total); the job"
                            + " restarts from its last checkpoint, nothing is lost: java.io.IOException: there is no ");
        }
    }

    @Test
    void aFileThatDoesNotAnswerIsAskedForAgain() throws Exception {
        Path pipe = photos.resolve("slow.png");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        ImagePlaces hasty = places(Duration.ofMillis(100), Duration.ofMillis(150), photos.toString());
        try (ImageFiles files = StoredImages.open(hasty)) {
            assertThatThrownBy(() -> read(files, "slow.png"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("java.io.IOException: no answer within 100 ms (images.timeout)");
        } finally {
            try (OutputStream end = Files.newOutputStream(pipe)) {
                end.flush();
            }
        }
    }

    @Test
    void placesThatFlinkCantReadAreRefusedAtTheStart() {
        assertThatThrownBy(() -> StoredImages.open(ImagePlaces.under("nowhere://bucket/")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("images.under: \"nowhere://bucket/\" can't be read: ")
                .hasMessageEndingWith("; write a directory, or a URI of a file system that Flink has a plugin for, for"
                        + " example s3://photos/");
    }

    @Test
    void withoutPlacesNothingIsRead() {
        assertThatThrownBy(() -> StoredImages.open(ImagePlaces.none()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "images.under: is empty, but the pipeline's events refer to images in files; say under which"
                                + " directories or URIs they may be read, for example images.under=s3://photos/");
    }

    @Test
    void placesAreSeveralWithCommasBetween() {
        assertThat(ImagePlaces.under(" /a , s3://b/,").under()).containsExactly("/a", "s3://b/");
    }
}
