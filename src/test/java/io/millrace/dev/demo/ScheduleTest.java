package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void momentsAreEvenlySpacedFromTheStart() {
        Schedule schedule = new Schedule(1_000, 4);

        assertThat(schedule.moment(0)).isEqualTo(1_000);
        assertThat(schedule.moment(1)).isEqualTo(250_001_000);
        assertThat(schedule.moment(8)).isEqualTo(2_000_001_000);
    }

    @Test
    void aSpeedThatDividesNoSecondDoesNotDrift() {
        Schedule schedule = new Schedule(0, 3);

        assertThat(schedule.moment(3_000_000)).isEqualTo(1_000_000_000_000_000L);
    }

    @Test
    void aSpeedOfNothingIsRefused() {
        assertThatThrownBy(() -> new Schedule(0, 0))
                .hasMessage("0.0 events in a second are none; expected more than 0");
        assertThatThrownBy(() -> new Schedule(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
