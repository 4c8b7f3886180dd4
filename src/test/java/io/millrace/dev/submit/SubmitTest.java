package io.millrace.dev.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import io.millrace.job.JobArguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SubmitTest {
    private static final String PIPELINE = "jobs/card-fraud/pipeline.yaml";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
            "MILLRACE_REGISTRY_URL", "http://localhost:8080",
            "MILLRACE_MODELS_STORE", "/models");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anUnknownJobIsRefused() {
        assertThat(run("scorign", "--pipeline", PIPELINE)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("\"scorign\" is no job; give scoring, feedback, lake, backfill or bootstrap");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(run("scoring", "--pipeline", PIPELINE, "--flink", "http://flink"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--flink \"http://flink\" is no address; write for example localhost:8081");
    }

    @Test
    void aSpanIsCheckedBeforeTheClusterIsAskedAndOptionsAreForTheirJobs() {
        assertThat(run("backfill", "--pipeline", PIPELINE, "--from", "monday", "--out", "march"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("backfill.from: \"monday\" is no instant; write for example 2024-05-01T00:00:00Z");

        assertThat(run("scoring", "--pipeline", PIPELINE, "--to", "2024-05-01T00:00:00Z"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--to is for backfill; leave it out");

        assertThat(run("scoring", "--pipeline", PIPELINE, "--out", "made")).isEqualTo(2);
        assertThat(err.toString()).contains("--out is for backfill and bootstrap; leave it out");

        assertThat(run("backfill", "--pipeline", PIPELINE, "--since", "2024-05-01T00:00:00Z"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--since is for bootstrap; leave it out");
    }

    @Test
    void theOptionsOfJobsThatReadTheLakeReachTheirSettings() {
        Settings bootstrap = settingsOf(
                "bootstrap",
                "--from",
                "/old",
                "--out",
                "/new",
                "--since",
                "2024-05-01T00:00:00Z",
                "--pipeline",
                PIPELINE);
        assertThat(bootstrap.text(Setting.BOOTSTRAP_FROM)).isEqualTo("/old");
        assertThat(bootstrap.text(Setting.BOOTSTRAP_OUT)).isEqualTo("/new");
        assertThat(bootstrap.instant(Setting.BOOTSTRAP_SINCE)).contains(Instant.parse("2024-05-01T00:00:00Z"));

        Settings backfill = settingsOf(
                "backfill",
                "--from",
                "2024-05-01T00:00:00Z",
                "--to",
                "2024-06-01T00:00:00Z",
                "--out",
                "may",
                "--pipeline",
                PIPELINE);
        assertThat(backfill.instant(Setting.BACKFILL_FROM)).contains(Instant.parse("2024-05-01T00:00:00Z"));
        assertThat(backfill.instant(Setting.BACKFILL_TO)).contains(Instant.parse("2024-06-01T00:00:00Z"));
        assertThat(backfill.text(Setting.BACKFILL_TABLE)).isEqualTo("may");
    }

    @Test
    void secretsOfFilesAndTheEnvironmentStandInNoArgument(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.properties"), "lake.catalog.token=hunter2\n");
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("MILLRACE_LAKE_CATALOG_CREDENTIAL", "id:hunter3");
        Submit submit = new Submit(environment);
        new CommandLine(submit).parseArgs("lake", "--pipeline", PIPELINE, "--settings", secret.toString());

        JobCall call = submit.jobCall();

        assertThat(call.settings().under(SettingsPrefix.LAKE_CATALOG))
                .isEqualTo(Map.of("token", "hunter2", "credential", "id:hunter3"));
        assertThat(call.settings().toString()).doesNotContain("hunter");
        assertThat(String.join(" ", call.arguments())).doesNotContain("hunter");
    }

    /** The settings as the job reads them. */
    private static Settings settingsOf(String... arguments) {
        Submit submit = new Submit(ENVIRONMENT);
        new CommandLine(submit).parseArgs(arguments);
        return JobArguments.parse(submit.jobCall().arguments().toArray(String[]::new), ENVIRONMENT)
                .settings();
    }

    @Test
    void theDefinitionIsCheckedBeforeTheClusterIsAsked(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "pipeline: Shop\n");

        assertThat(run("scoring", "--pipeline", broken.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(broken + ":1 pipeline: \"Shop\" is no name of a pipeline")
                .doesNotContain("Exception");
    }

    @Test
    void allProblemsOfTheSettingsAreTold() {
        assertThat(run("feedback", "--pipeline", PIPELINE, "--set", "paralelism=1"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("paralelism: \"paralelism\" is not a setting")
                .contains("kafka.bootstrap.servers is missing")
                .contains("registry.url is missing")
                .contains("models.store is missing")
                .doesNotContain("Exception");
    }

    @Test
    void aProjectThatIsNotBuiltIsSaidToBeSo(@TempDir Path project) {
        int code = run(
                "scoring",
                "--project",
                project.toString(),
                "--pipeline",
                PIPELINE,
                "--set",
                "kafka.bootstrap.servers=localhost:9092",
                "--set",
                "registry.url=http://localhost:8080",
                "--set",
                "models.store=/models");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("submit: There is no millrace-*-job.jar in ");
    }

    @Test
    void settingsMayComeFromTheEnvironment(@TempDir Path project) {
        int code = Submit.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                ENVIRONMENT,
                "scoring",
                "--project",
                project.toString(),
                "--pipeline",
                PIPELINE);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("submit: There is no millrace-*-job.jar in ");
    }

    private int run(String... arguments) {
        return Submit.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), arguments);
    }
}
