package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.EventHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which events a window did not hold when its hash was taken, among those that it could have held: events that were deleted by then, and late ones that were read a moment later than others with a higher offset.
 *
 * <p>The difference of the hashes is the sum over the events that were not there. Of deleted ones any selection is tried, of others up to two: each found selection is wrong with a chance of less than 2^-30.
 */
final class EventChoice {
    private static final int MOST_DELETED = 16;

    private final List<Event> deleted = new ArrayList<>();
    private final Map<Long, Event> others = new HashMap<>();

    /**
     * @param held the events that could have been held
     * @param fates which of them have been deleted
     */
    EventChoice(List<Event> held, EventFates fates) {
        for (Event event : held) {
            if (fates.mayBeDeleted(event) && deleted.size() < MOST_DELETED) {
                deleted.add(event);
            } else {
                others.put(EventHash.of(event.partition(), event.offset()), event);
            }
        }
    }

    /** Events whose hashes add up to a sum; empty where there are none. */
    Optional<List<Event>> adding(long sum) {
        int selections = 1 << deleted.size();
        for (int some = 0; some < selections; some++) {
            List<Event> chosen = new ArrayList<>();
            long rest = sum;
            for (int i = 0; i < deleted.size(); i++) {
                if ((some >>> i & 1) != 0) {
                    chosen.add(deleted.get(i));
                    rest -= EventHash.of(
                            deleted.get(i).partition(), deleted.get(i).offset());
                }
            }
            if (addOthers(rest, chosen)) {
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    private boolean addOthers(long rest, List<Event> chosen) {
        if (rest == 0) {
            return true;
        }
        Event one = others.get(rest);
        if (one != null) {
            return chosen.add(one);
        }
        for (Map.Entry<Long, Event> first : others.entrySet()) {
            Event second = others.get(rest - first.getKey());
            if (second != null && second != first.getValue()) {
                chosen.add(first.getValue());
                return chosen.add(second);
            }
        }
        return false;
    }
}
