package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void zerosBecomeDistinctFreePorts() {
        Ports ports = Ports.FREE.resolved();

        assertThat(new int[] {ports.broker(), ports.controller(), ports.registry(), ports.flinkRest(), ports.flinkRpc()
                })
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void chosenPortsStay() {
        assertThat(Ports.USUAL.resolved()).isEqualTo(Ports.USUAL);
    }

    @Test
    void whatIsNoPortIsRefused() {
        assertThatThrownBy(() -> new Ports(0, 0, 0, 70_000, 0))
                .hasMessage("70000 is not a port; expected 0 (a free one) to 65535");
    }
}
