package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @Test
    void readsLinuxsOwnAccounts() {
        assertThat(Machine.memoryMib("MemTotal:       24672512 kB\nMemFree: 1 kB\n"))
                .isEqualTo(24_094);
        assertThat(Machine.cpu("processor\t: 0\nmodel name\t: Fast CPU @ 3 GHz\n\nmodel name\t: Other\n"))
                .isEqualTo("Fast CPU @ 3 GHz");
    }

    @Test
    void saysUnknownWhereNothingIsTold() {
        assertThat(Machine.memoryMib("")).isZero();
        assertThat(Machine.cpu("")).isEqualTo("unknown");
        assertThat(Machine.jarVersion(Path.of("/no/such/directory"), "kafka-")).isEqualTo("unknown");
    }

    @Test
    void readsVersionsFromTheNamesOfJars(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("flink-runtime-web-9.9.jar"));
        Files.createFile(directory.resolve("flink-runtime-2.2.1.jar"));

        assertThat(Machine.jarVersion(directory, "flink-runtime-")).isEqualTo("2.2.1");
    }
}
