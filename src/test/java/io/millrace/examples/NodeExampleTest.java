package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The consumer's package files: the same dependencies on every machine, from whatever registry it uses. */
class NodeExampleTest {
    private static final Path FOLDER = Path.of("examples/node-consumer");

    private final Map<String, Object> declared =
            YamlFile.documents(FOLDER.resolve("package.json")).get(0);
    private final Map<String, Object> locked =
            YamlFile.documents(FOLDER.resolve("package-lock.json")).get(0);

    @Test
    void dependenciesArePinnedAndLockedToTheSameVersion() {
        YamlFile.map(YamlFile.at(declared, "dependencies")).forEach((name, version) -> {
            assertThat((String) version).as(name).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(YamlFile.at(locked, "packages", "node_modules/" + name, "version"))
                    .as(name)
                    .isEqualTo(version);
        });
    }

    @Test
    void theLockHasAChecksumForEveryPackageAndNoAddress() {
        YamlFile.map(YamlFile.at(locked, "packages")).forEach((name, definition) -> {
            if (!name.isEmpty()) {
                assertThat(YamlFile.map(definition))
                        .as(name)
                        .containsKey("integrity")
                        .doesNotContainKey("resolved");
            }
        });
    }

    @Test
    void theReadmeNamesTheLockedVersions() {
        assertThat(FOLDER.resolve("README.md"))
                .content()
                .contains("`kafkajs` " + YamlFile.at(declared, "dependencies", "kafkajs"))
                .contains("`@kafkajs/confluent-schema-registry` "
                        + YamlFile.at(declared, "dependencies", "@kafkajs/confluent-schema-registry"));
    }
}
