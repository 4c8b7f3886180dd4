package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be known of the image without building it: nothing here needs a Docker engine. */
class DockerfileTest {
    private static final Path FOLDER = Path.of("docker");

    private final Dockerfile dockerfile = Dockerfile.read(FOLDER.resolve("Dockerfile"));
    private final ProjectPom pom = ProjectPom.read(Path.of("pom.xml"));

    @Test
    void isFlinksOfficialImageOfTheVersionThatTheJobsAreBuiltFor() {
        assertThat(dockerfile.all("FROM"))
                .containsExactly("flink:" + pom.first("flink.version") + "-scala_2.12-java17");
    }

    @Test
    void copiesTheArtefactsThatTheBuildMakesToWhereFlinkLoadsThem() {
        String jar = "target/millrace-" + pom.first("version");
        assertThat(dockerfile.copies())
                .contains(
                        new Dockerfile.Copy(jar + "-lib.jar", "/opt/flink/lib/"),
                        new Dockerfile.Copy(
                                "target/onnxruntime-" + pom.first("onnxruntime.version") + ".jar", "/opt/flink/lib/"),
                        new Dockerfile.Copy(
                                jar + "-" + pom.first("shadedClassifierName") + ".jar",
                                "/opt/flink/usrlib/millrace-job.jar"));
    }

    @Test
    void theDocumentedCommandFetchesTheVersionOfOnnxRuntimeThatIsCopied() {
        assertThat(FOLDER.resolve("Dockerfile"))
                .content()
                .contains("-Dartifact=com.microsoft.onnxruntime:onnxruntime:" + pom.first("onnxruntime.version")
                        + " -DoutputDirectory=target");
    }

    @Test
    void copiesWhatTheLakeAndTextsNeedAndDocumentsHowToGetIt() {
        String lake = "target/lake/";
        String djl = pom.first("djl.version");
        assertThat(dockerfile.copies().stream()
                        .filter(copy -> copy.target().equals("/opt/flink/lib/"))
                        .map(Dockerfile.Copy::source))
                .contains(
                        lake + "iceberg-flink-runtime-2.1-" + pom.first("iceberg.version") + ".jar",
                        lake + "hadoop-client-api-" + pom.first("hadoop.version") + ".jar",
                        lake + "hadoop-client-runtime-" + pom.first("hadoop.version") + ".jar",
                        lake + "sqlite-jdbc-" + pom.first("sqlite.version") + ".jar",
                        "target/tokenizers-" + djl + ".jar",
                        "target/api-" + djl + ".jar");
        assertThat(FOLDER.resolve("Dockerfile"))
                .content()
                .contains(
                        "mvn -B -f conf/stack/lake/pom.xml -Dstack.dir=$PWD/target prepare-package",
                        "-Dartifact=ai.djl.huggingface:tokenizers:" + djl + " -DoutputDirectory=target",
                        "-Dartifact=ai.djl:api:" + djl + " -DoutputDirectory=target");
    }

    @Test
    void everyOtherSourceIsInTheProject() throws IOException {
        for (Dockerfile.Copy copy : dockerfile.copies()) {
            String folder = copy.source().replaceFirst("/.*", "");
            boolean expected = !folder.equals("target") && (!folder.equals("conf") || Files.exists(Path.of(folder)));
            if (expected) {
                assertThat(matches(Path.of(copy.source()))).as(copy.source()).isTrue();
            }
        }
    }

    private static boolean matches(Path source) throws IOException {
        Path folder = source.getParent() == null ? Path.of(".") : source.getParent();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(folder, source.getFileName().toString())) {
            return found.iterator().hasNext();
        }
    }

    @Test
    void theIgnoreFileLetsThroughWhatIsCopiedAndNothingElse() throws IOException {
        List<String> let = Files.readAllLines(FOLDER.resolve("Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        assertThat(let).hasSameSizeAs(dockerfile.copies());
        assertThat(dockerfile.copies()).allSatisfy(copy -> assertThat(let).anyMatch(pattern -> copy.source()
                .replaceFirst("/$", "")
                .matches(pattern.replace(".", "\\.").replace("*", ".*"))));
    }

    @Test
    void endsAsTheUserFlinkWithTheEnvironmentThatOnnxRuntimeNeeds() {
        assertThat(dockerfile.all("USER").get(dockerfile.all("USER").size() - 1))
                .isEqualTo("flink");
        assertThat(dockerfile.all("ENV"))
                .singleElement()
                .asString()
                .contains("ORT_DISABLE_TELEMETRY=1", "MALLOC_TRIM_THRESHOLD_=65536");
    }

    @Test
    void holdsNoSetting() {
        assertThat(dockerfile.instructions()).noneMatch(line -> line.matches("(ENV|ARG) .*MILLRACE_(?!VERSION).*"));
    }

    @Test
    void theSettingsFilesAreCopiedWhereTheyExist() {
        assumeTrue(Files.isDirectory(Path.of("conf")), "there is no conf/: its files are not checked");
        assertThat(dockerfile.origin("/opt/flink/conf-millrace/throughput.properties"))
                .hasValueSatisfying(file -> assertThat(Path.of(file)).exists());
    }
}
