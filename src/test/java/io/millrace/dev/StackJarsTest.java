package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackJarsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink.version",
                "onnxruntime.version",
                "log4j.version",
                "iceberg.version",
                "hadoop.version",
                "sqlite.version"
            })
    void theStackRunsTheVersionsThatTheProjectIsBuiltWith(String property) throws IOException {
        assertThat(version(Path.of("conf", "stack", "pom.xml"), property))
                .isEqualTo(version(Path.of("pom.xml"), property));
    }

    @Test
    void aDirectoryThatIsNotTheProjectIsRefused(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> StackJars.of(elsewhere))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(elsewhere.resolve("conf/stack/pom.xml") + " can't be read (")
                .hasMessageEndingWith("the local stack starts from the project's directory only");
    }

    private static String version(Path pom, String property) throws IOException {
        Matcher version =
                Pattern.compile("<" + Pattern.quote(property) + ">(.*)</").matcher(Files.readString(pom));
        assertThat(version.find()).as("%s in %s", property, pom).isTrue();
        return version.group(1);
    }
}
