package io.millrace.dev.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobCallTest {
    private static final Path PIPELINE = Path.of("jobs/card-fraud/pipeline.yaml");

    @Test
    void filesAreNamedByAbsolutePathsAndAssignmentsPassedOn() {
        JobCall call = new JobCall(
                PIPELINE,
                List.of(Path.of("conf/a.properties"), Path.of("/b.properties")),
                List.of("parallelism=4"),
                settings("/models"));

        assertThat(call.arguments())
                .containsExactly(
                        "--pipeline",
                        PIPELINE.toAbsolutePath().toString(),
                        "--settings",
                        Path.of("conf/a.properties").toAbsolutePath().toString(),
                        "--settings",
                        "/b.properties",
                        "--set",
                        "parallelism=4");
    }

    @Test
    void aRelativeStoreIsWhereTheUserIsAndNotWhereTheTaskManagerRuns() {
        JobCall call = new JobCall(
                PIPELINE, List.of(), List.of("models.store=.millrace/models"), settings(".millrace/models"));

        assertThat(call.arguments())
                .endsWith("--set", "models.store=" + Path.of(".millrace/models").toAbsolutePath());
    }

    @Test
    void aRelativeLakeIsWhereTheUserIsToo() {
        Settings settings = Settings.of(Map.of(
                "kafka.bootstrap.servers", "localhost:9092",
                "registry.url", "http://localhost:8080",
                "models.store", "/models",
                "lake.warehouse", ".millrace/lake"));

        assertThat(new JobCall(PIPELINE, List.of(), List.of(), settings).arguments())
                .endsWith("--set", "lake.warehouse=" + Path.of(".millrace/lake").toAbsolutePath());
    }

    @Test
    void aUriStaysAsItIs() {
        assertThat(new JobCall(PIPELINE, List.of(), List.of(), settings("s3://bucket/models")).arguments())
                .doesNotContain("--set");
    }

    private static Settings settings(String store) {
        return Settings.of(Map.of(
                "kafka.bootstrap.servers",
                "localhost:9092",
                "registry.url",
                "http://localhost:8080",
                "models.store",
                store));
    }
}
