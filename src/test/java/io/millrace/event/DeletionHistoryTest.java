package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An id is remembered for an hour, and an event's time lies up to a minute ahead of Kafka's; records are named by minutes. */
class DeletionHistoryTest {
    private static final long MINUTE = 60_000;

    private final List<Event> events = new ArrayList<>();
    private final List<Event> tombstones = new ArrayList<>();
    private int offset;

    @Test
    void aTombstoneDeletesTheEventBeforeItOrTheNextOne() {
        assertThat(deleted()).contains("");
        event(0);
        assertThat(deleted()).contains("");
        tombstone(1);
        assertThat(deleted()).contains("0");
    }

    @Test
    void aTombstoneBeforeItsEventWaitsForIt() {
        tombstone(0);
        assertThat(deleted()).contains("");
        event(1);
        assertThat(deleted()).contains("1");
    }

    @Test
    void anEventBehindADeletedOneStays() {
        event(0);
        tombstone(58);
        event(70);
        assertThat(deleted()).contains("0");
        event(140);
        tombstone(150);
        event(300);
        assertThat(deleted()).contains("0 140");
    }

    @Test
    void anIdThatMayHaveBeenForgottenByThenTellsNothing() {
        event(0);
        tombstone(60);
        event(70);
        assertThat(deleted()).isEmpty();
        assertThat(of(0, 1).deleted(events, tombstones))
                .as("not ahead of Kafka")
                .isPresent();
    }

    @Test
    void aTimestampThatIsNoneOrEarlierThanTheEventsTellsNothing() {
        add(events, 0, 0, -1);
        add(tombstones, 0, 1, -1);
        add(events, 0, 100, -1);
        assertThat(deleted()).isEmpty();

        clear();
        add(events, 0, 0, 50);
        add(tombstones, 0, 0, 0);
        add(events, 0, 100, 100);
        assertThat(deleted()).isEmpty();
    }

    @Test
    void tombstonesBehindEachOtherHaveNotWaitedForTheSameEvent() {
        event(0);
        tombstone(100);
        tombstone(101);
        event(102);
        event(300);
        assertThat(deleted()).contains("0 102");
    }

    @Test
    void aTombstoneWaitsAtTheEndOnlyWhereItCanHaveDeletedNothing() {
        event(0);
        tombstone(100);
        assertThat(deleted()).as("too late perhaps, but not refused yet").contains("0");
        tombstone(101);
        assertThat(deleted()).contains("0");
    }

    @Test
    void theOrderOfSeveralPartitionsIsNotKnown() {
        event(0);
        add(tombstones, 1, 1, 1);
        assertThat(deleted()).contains("0");
        event(70);
        assertThat(deleted()).isEmpty();
        add(tombstones, 1, 71, 71);
        assertThat(deleted()).contains("0 70");
    }

    @Test
    void tombstonesOfEventsThatAreNotThereDeleteAllThatAre() {
        tombstone(0);
        tombstone(1);
        event(2);
        assertThat(deleted()).contains("2");
    }

    private void event(int minute) {
        add(events, 0, minute, minute);
    }

    private void tombstone(int minute) {
        add(tombstones, 0, minute, minute);
    }

    private void add(List<Event> records, int partition, int minute, int written) {
        long timestamp = written < 0 ? -1 : written * MINUTE;
        records.add(new Event(
                0, partition, offset++, timestamp, 1, "id", minute * MINUTE, 0, new long[0], new @Nullable String[0]));
    }

    private void clear() {
        events.clear();
        tombstones.clear();
    }

    private Optional<String> deleted() {
        return of(1, 1).deleted(events, tombstones).map(deleted -> events.stream()
                .filter(deleted::contains)
                .map(event -> "" + event.time() / MINUTE)
                .collect(Collectors.joining(" ")));
    }

    private static DeletionHistory of(int future, int hours) {
        return new DeletionHistory(60 * MINUTE * hours, future * MINUTE);
    }
}
