package io.millrace.model.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final int ENTITIES = 100_000;

    @Test
    void placesAreEven() {
        Assignment assignment = new Assignment("card-fraud");
        int[] tenths = new int[10];
        IntStream.range(0, ENTITIES).forEach(i -> tenths[(int) (10 * assignment.position("customer-" + i))]++);
        // Four standard deviations of a binomial count.
        assertThat(IntStream.of(tenths).boxed())
                .allSatisfy(count -> assertThat(count).isCloseTo(ENTITIES / 10, within(380)));
    }

    @Test
    void differentSaltsMeetIndependently() {
        Assignment one = new Assignment("split");
        Assignment other = new Assignment("explore");
        long both = IntStream.range(0, ENTITIES)
                .mapToObj(i -> "customer-" + i)
                .filter(entity -> one.position(entity) < 0.1 && other.position(entity) < 0.1)
                .count();
        assertThat(both).isCloseTo(ENTITIES / 100, within(130L));
    }

    @Test
    void aPlaceStaysTheSameForEver() {
        assertThat(new Assignment("card-fraud").position("4711")).isEqualTo(0.7968350361611074);
    }
}
