package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.content.Photos;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on texts and images says to try does what it says. */
class TextAndImagesPageTest {
    private static final Pattern PHOTO = Pattern.compile("base64 -d > (photos/\\S+) <<< (\\S+)");
    private static final Pattern FILE = Pattern.compile("`(\\S+)`:\n\n```\\w*\n(.*?)```", Pattern.DOTALL);

    private final String page = Files.readString(Path.of("docs/text-and-images.md"));

    @TempDir
    private Path directory;

    TextAndImagesPageTest() throws IOException {}

    private String millrace(String... arguments) {
        StringWriter out = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(out), arguments);
        assertThat(code).as("%s", out).isZero();
        return out.toString();
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    @Test
    void theExampleWithPhotosRuns() throws IOException {
        String example = page.substring(page.indexOf("### Try it"), page.indexOf("## Vectors"));
        Files.createDirectory(directory.resolve("photos"));
        for (MatchResult photo : PHOTO.matcher(example).results().toList()) {
            byte[] bytes = Base64.getDecoder().decode(photo.group(2));
            Files.write(directory.resolve(photo.group(1)), bytes);
            assertThat(example)
                    .contains("," + photo.group(1).substring("photos/".length()) + "," + Photos.sha256(bytes));
        }
        String expected = "";
        for (MatchResult file : FILE.matcher(example).results().toList()) {
            if (file.group(1).equals("vectors.csv")) {
                expected = file.group(2);
            } else {
                Files.writeString(directory.resolve(file.group(1)), file.group(2));
            }
        }

        assertThat(millrace("validate", path("pipeline.yaml"))).contains("valid");
        String said = millrace(
                "vectors",
                path("pipeline.yaml"),
                "--data",
                path("offers.csv"),
                "--images",
                path("photos"),
                "--out",
                path("vectors.csv"));
        assertThat(Files.readString(directory.resolve("vectors.csv"))).isEqualTo(expected);
        assertThat(said).contains("UNREADABLE_CONTENT");
    }
}
