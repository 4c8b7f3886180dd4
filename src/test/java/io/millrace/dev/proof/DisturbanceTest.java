package io.millrace.dev.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.proof.Disturbance.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    @Test
    void disturbancesComeOneAfterTheOtherOverTheWholeRun() {
        List<Disturbance> all = Disturbance.of(5, 2, 42);

        assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
        assertThat(all.get(0).at()).isPositive();
        assertThat(all.get(all.size() - 1).at()).isBetween(0.8, 1.0);
    }

    @Test
    void rescalingsLieBetweenKills() {
        assertThat(kinds(3, 1)).containsExactly(Kind.KILL, Kind.KILL, Kind.RESCALING, Kind.KILL);
        assertThat(kinds(4, 2))
                .containsExactly(Kind.KILL, Kind.RESCALING, Kind.KILL, Kind.KILL, Kind.RESCALING, Kind.KILL);
        assertThat(kinds(2, 0)).containsExactly(Kind.KILL, Kind.KILL);
        assertThat(kinds(0, 1)).containsExactly(Kind.RESCALING);
    }

    private static List<Kind> kinds(int kills, int rescalings) {
        return Disturbance.of(kills, rescalings, 1).stream()
                .map(Disturbance::kind)
                .toList();
    }
}
