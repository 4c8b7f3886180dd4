package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeadTest {
    private final Lead lead = new Lead();

    private void pass(int events) {
        IntStream.range(0, events).forEach(i -> lead.pass());
    }

    private void passThreeFourAndFive() {
        lead.reach(10);
        pass(3);
        lead.reach(20);
        pass(4);
        lead.reach(30);
        pass(5);
    }

    @Test
    void beforeAWatermarkNothingIsKnown() {
        pass(5);

        assertThat(lead.between(-100, 100)).isZero();
    }

    @Test
    void whatWasReadBeforeTheFirstWatermarkIsNotCounted() {
        pass(5);
        lead.reach(10);
        pass(2);

        assertThat(lead.between(-100, 10)).isZero();

        lead.reach(20);

        assertThat(lead.between(-100, 20)).isEqualTo(2);
    }

    @Test
    void eventsAreCountedFromOneWatermarkToAnother() {
        passThreeFourAndFive();

        assertThat(lead.between(9, 30)).isEqualTo(7);
        assertThat(lead.between(10, 29)).isEqualTo(3);
        assertThat(lead.between(10, 9)).isZero();
        assertThat(lead.between(20, 30)).isEqualTo(4);
        assertThat(lead.between(29, 100)).isEqualTo(4);
        assertThat(lead.between(30, 30)).isZero();
    }

    @Test
    void anEarlierStartThanBeforeStandsForTheOneOfBefore() {
        passThreeFourAndFive();
        lead.between(20, 20);

        assertThat(lead.between(10, 30)).isEqualTo(4);
    }
}
