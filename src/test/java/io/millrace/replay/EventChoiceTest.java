package io.millrace.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.EventHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Which events were not there is found by what their hashes add up to. */
class EventChoiceTest {
    private static final int EVENTS = 60;
    /** So many of those that were read last. */
    private static final int LATEST = 32;

    /** Nothing was refused; some were deleted. */
    private record Fates(Set<Event> deleted) implements EventFates {
        @Override
        public boolean isRefused(Event event) {
            return false;
        }

        @Override
        public boolean mayBeDeleted(Event event) {
            return deleted.contains(event);
        }
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(new Event(0, i % 2, i / 2, i, 1, "id", i, 0, new long[1], new String[1]));
        }
        return events;
    }

    private static long sum(List<Event> events) {
        return events.stream()
                .mapToLong(event -> EventHash.of(event.partition(), event.offset()))
                .sum();
    }

    @Property(tries = 60)
    void manyThatWereReadLast(@ForAll long seed) {
        Random random = new Random(seed);
        List<Event> events = events();
        List<Event> last = new ArrayList<>(events.subList(EVENTS - LATEST, EVENTS));
        Collections.shuffle(last, random);
        List<Event> missing = last.subList(0, random.nextInt(LATEST + 1));

        assertThat(new EventChoice(events, new Fates(Set.of())).adding(sum(missing)))
                .as("seed %d", seed)
                .hasValueSatisfying(found -> assertThat(found).containsExactlyInAnyOrderElementsOf(missing));
    }

    @Property(tries = 60)
    void anyDeletedOnesAndTwoOthers(@ForAll long seed) {
        Random random = new Random(seed);
        List<Event> events = events();
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        Set<Event> deleted = new HashSet<>(shuffled.subList(0, 10));
        List<Event> missing = new ArrayList<>(shuffled.subList(0, random.nextInt(11)));
        missing.addAll(shuffled.subList(10, 10 + random.nextInt(3)));

        assertThat(new EventChoice(events, new Fates(deleted)).adding(sum(missing)))
                .as("seed %d", seed)
                .hasValueSatisfying(found -> assertThat(found).containsExactlyInAnyOrderElementsOf(missing));
    }

    @Test
    void whatIsNoSumOfHashesIsNotFound() {
        assertThat(new EventChoice(events(), new Fates(Set.of())).adding(1)).isEmpty();
        assertThat(new EventChoice(List.of(), new Fates(Set.of())).adding(1)).isEmpty();
    }
}
