package io.millrace.dev.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dev.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJarsTest {
    @Test
    void thereAreNoneWhereNoneAreNamed() {
        assertThat(OwnJars.of(Map.of())).isEmpty();
        assertThat(OwnJars.of(Map.of("MILLRACE_CLASSPATH", ""))).isEmpty();
    }

    @Test
    void eachIsNamedByItsAbsolutePath(@TempDir Path folder) throws IOException {
        Path first = Files.createFile(folder.resolve("a.jar"));
        Path second = Files.createFile(folder.resolve("b c.jar"));
        Path relative = Path.of("").toAbsolutePath().relativize(second.toAbsolutePath());

        assertThat(OwnJars.of(Map.of("MILLRACE_CLASSPATH", first + "::" + relative)))
                .containsExactly(first.toUri(), second.toUri());
    }

    @Test
    void whatIsNoFileIsRefused(@TempDir Path folder) {
        String names = folder.resolve("absent.jar").toString();

        assertThatThrownBy(() -> OwnJars.of(Map.of("MILLRACE_CLASSPATH", names)))
                .isInstanceOf(StackException.class)
                .hasMessage("MILLRACE_CLASSPATH names " + names + ", which is not a file (looked for at " + names
                        + "); name jars, with : between them");
        assertThatThrownBy(() -> OwnJars.of(Map.of("MILLRACE_CLASSPATH", folder.toString())))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("which is not a file");
    }
}
