package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    private static final String STAT =
            "4242 (java (odd) name) S 1 4242 4242 0 -1 4194304 90000 11 22 33 1234 766 55 44 20 0 91 0 12345 678 90";

    @Test
    void addsUserAndSystemTimeButNotTheChildrens() {
        assertThat(ProcessUsage.cpuSeconds(STAT)).isEqualTo(20.0);
    }

    @Test
    void readsThePeakOfResidentMemory() {
        String status = "Name:\tjava\nVmPeak:\t 9999999 kB\nVmHWM:\t  524288 kB\nVmRSS:\t  100 kB\n";

        assertThat(ProcessUsage.peakMib(status)).isEqualTo(512);
    }

    @Test
    void explainsAStatusWithoutThePeak() {
        assertThatThrownBy(() -> ProcessUsage.peakMib("Name:\tjava\n"))
                .isInstanceOf(BenchException.class)
                .hasMessage("/proc/PID/status has no line VmHWM:");
    }

    @Test
    void knowsThisProcess() {
        assumeThat(Files.exists(Path.of("/proc/self/stat"))).isTrue();
        ProcessUsage self = new ProcessUsage(ProcessHandle.current().pid());

        double before = self.cpuSeconds();

        assertThat(before).isPositive();
        assertThat(self.peakMib()).isBetween(20.0, 1e6);
    }

    @Test
    void saysWhatIsWrongWhereTheProcessEnded() {
        assertThatThrownBy(() -> new ProcessUsage(Long.MAX_VALUE).cpuSeconds())
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("the process ended, or this is not Linux");
    }
}
