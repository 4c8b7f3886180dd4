package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
    @TempDir
    private Path root;

    private ResidentMemory memory;

    @BeforeEach
    void writeProc() throws IOException {
        write("proc/self/status", "Name:\tjava\nRssAnon:\t     200 kB\n");
        write("proc/meminfo", "MemTotal:       8000 kB\nMemAvailable:   4000 kB\n");
        memory = new ResidentMemory(root.resolve("proc"), root.resolve("cgroup"));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void tellsWhatTheProcessHoldsAndTheMachineHasLeft() {
        assertThat(memory.used()).hasValue(200 * 1024);
        assertThat(memory.left()).hasValue(4000 * 1024);
    }

    @Test
    void tellsWhatTheTightestGroupHasLeft() throws IOException {
        write("proc/self/cgroup", "0::/pods/one\n");
        write("cgroup/pods/one/memory.max", "max\n");
        write("cgroup/pods/one/memory.current", "700000\n");
        write("cgroup/pods/memory.max", "1000000\n");
        write("cgroup/pods/memory.current", "800000\n");
        write("cgroup/pods/memory.stat", "anon 700000\ninactive_file 50000\n");
        assertThat(memory.left()).hasValue(250_000);
    }

    @Test
    void readsGroupsOfVersionOne() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/pod\n");
        write("cgroup/memory/pod/memory.limit_in_bytes", "1000000\n");
        write("cgroup/memory/pod/memory.usage_in_bytes", "400000\n");
        write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("cgroup/memory/memory.usage_in_bytes", "900000\n");
        assertThat(memory.left()).hasValue(600_000);
    }

    @Test
    void knowsNothingOnOtherSystems() {
        ResidentMemory elsewhere = new ResidentMemory(root.resolve("none"), root.resolve("none"));
        assertThat(elsewhere.used()).isEmpty();
        assertThat(elsewhere.left()).isEmpty();
    }
}
