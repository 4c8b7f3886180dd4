package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be known of the deployments for the Kubernetes operator without a cluster. */
class FlinkDeploymentTest {
    private final List<Map<String, Object>> deployments = YamlFile.documents(Path.of("docker/flink-deployment.yaml"));
    private final ProjectPom pom = ProjectPom.read(Path.of("pom.xml"));

    @Test
    void thereIsOneForEachJobAndEachJobHasItsSource() {
        DeploymentPaths paths = new DeploymentPaths(Path.of(""), Dockerfile.read(Path.of("docker/Dockerfile")));
        assertThat(deployments)
                .extracting(deployment -> YamlFile.at(deployment, "spec", "job", "entryClass"))
                .containsExactly("io.millrace.job.ScoringJob", "io.millrace.job.FeedbackJob")
                .allSatisfy(
                        name -> assertThat(paths.missingClasses((String) name)).isEmpty());
    }

    @Test
    void theyRunTheImageOfTheDockerfileAndItsFlink() {
        String flink = "v" + pom.first("flink.version").replaceFirst("(\\d+)\\.(\\d+).*", "$1_$2");
        assertThat(deployments).allSatisfy(deployment -> {
            assertThat(YamlFile.at(deployment, "apiVersion")).isEqualTo("flink.apache.org/v1beta1");
            assertThat(YamlFile.at(deployment, "kind")).isEqualTo("FlinkDeployment");
            assertThat((String) YamlFile.at(deployment, "spec", "image")).endsWith("/millrace:" + pom.first("version"));
            assertThat(YamlFile.at(deployment, "spec", "flinkVersion")).isEqualTo(flink);
            assertThat(environment(deployment).get("ENABLE_BUILT_IN_PLUGINS"))
                    .isEqualTo(Map.of(
                            "name",
                            "ENABLE_BUILT_IN_PLUGINS",
                            "value",
                            "flink-s3-fs-presto-" + pom.first("flink.version") + ".jar"));
        });
    }

    @Test
    void theFilesThatTheyNameAreInTheImage() {
        DeploymentPaths paths = new DeploymentPaths(Path.of(""), Dockerfile.read(Path.of("docker/Dockerfile")));
        assertThat(deployments).allSatisfy(deployment -> {
            String all = String.join(" ", YamlFile.scalars(deployment).toList());
            assertThat(all).contains("/opt/flink/usrlib/", "/opt/flink/jobs/", "/opt/flink/conf-millrace/");
            assertThat(paths.missingFiles(all)).isEmpty();
        });
    }

    @Test
    void stateSurvivesUpgradesAndNothingOfItIsShared() {
        assertThat(deployments).allSatisfy(deployment -> {
            String name = (String) YamlFile.at(deployment, "metadata", "name");
            assertThat(YamlFile.at(deployment, "spec", "job", "upgradeMode")).isEqualTo("savepoint");
            Map<String, Object> flink = YamlFile.map(YamlFile.at(deployment, "spec", "flinkConfiguration"));
            assertThat(flink).containsEntry("high-availability.type", "kubernetes");
            assertThat(List.of(
                            "high-availability.storageDir",
                            "execution.checkpointing.dir",
                            "execution.checkpointing.savepoint-dir"))
                    .allSatisfy(key -> assertThat((String) flink.get(key)).startsWith("s3://BUCKET/" + name + "/"));
            assertThat(arguments(deployment)).contains("transactional.id.prefix=" + name);
        });
        assertThat(deployments)
                .extracting(deployment -> YamlFile.at(deployment, "metadata", "name"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theJobsParallelismIsTheOperators() {
        assertThat(deployments).allSatisfy(deployment -> assertThat(arguments(deployment))
                .contains("parallelism=" + YamlFile.at(deployment, "spec", "job", "parallelism")));
    }

    @Test
    void onnxRuntimeHasMemoryOutsideTheHeap() {
        assertThat(YamlFile.map(YamlFile.at(deployments.get(0), "spec", "flinkConfiguration")))
                .containsKey("taskmanager.memory.task.off-heap.size");
    }

    @Test
    void settingsFollowTheRuleAndSecretsComeFromTheSecret() {
        assertThat(deployments).allSatisfy(deployment -> environment(deployment).forEach((name, variable) -> {
            if (SettingVariables.isOne(name)) {
                assertThat(name).matches(SettingVariables::followsTheRule, "follows the rule");
                if (SettingVariables.holdsASecret(name)) {
                    assertThat(YamlFile.at(variable, "valueFrom", "secretKeyRef", "key"))
                            .isEqualTo(name);
                } else {
                    assertThat(YamlFile.map(variable)).containsOnlyKeys("name", "value");
                }
            }
        }));
        assertThat(environment(deployments.get(0)))
                .containsKeys("MILLRACE_KAFKA_SASL_JAAS_CONFIG", "MILLRACE_MODELS_STORE");
    }

    @Test
    void theContainerIsFlinksAndNotRoots() {
        assertThat(deployments).allSatisfy(deployment -> {
            assertThat(YamlFile.at(deployment, "spec", "podTemplate", "spec", "containers", 0, "name"))
                    .isEqualTo("flink-main-container");
            assertThat(YamlFile.at(deployment, "spec", "podTemplate", "spec", "securityContext", "runAsNonRoot"))
                    .isEqualTo(true);
        });
    }

    private static List<String> arguments(Map<String, Object> deployment) {
        return YamlFile.scalars(YamlFile.at(deployment, "spec", "job", "args")).toList();
    }

    private static Map<String, Object> environment(Map<String, Object> deployment) {
        Object variables = YamlFile.at(deployment, "spec", "podTemplate", "spec", "containers", 0, "env");
        Map<String, Object> byName = new LinkedHashMap<>();
        ((List<?>) variables).forEach(variable -> byName.put((String) YamlFile.at(variable, "name"), variable));
        return byName;
    }
}
